/** Runs the sandbox alone: node sandbox/main.ts --help says what it can be told. */
import { addressesOf } from './addresses.ts'
import { startOrderStream } from './order-stream.ts'
import { startRawPrinter } from './raw-printer.ts'
import { startSandbox } from './sandbox.ts'
import { HELP, readStart, type Start, UsageProblem } from './start-options.ts'

const start = read()
if (start) await run(start)

function read(): Start | null {
  try {
    const wanted = readStart(process.argv.slice(2))
    if (wanted === null) process.stdout.write(HELP)
    return wanted
  } catch (error) {
    if (!(error instanceof UsageProblem)) throw error
    process.stderr.write(`${error.message}\n`)
    process.exitCode = 2
    return null
  }
}

async function run({ options, rawPrinterPort, shops, apps, tokenLifeSeconds, orders, ordersPerMinute, faults }: Start) {
  const rawPrinter = await startRawPrinter({ host: options.host ?? '127.0.0.1', port: rawPrinterPort })
  const sandbox = await startSandbox(options)
  const { control } = sandbox
  const known = new Set(control.shops().map(({ platform, name }) => `${platform} ${name}`))
  // A state file remembers the shops of the start before.
  for (const shop of shops) if (!known.has(`${shop.platform} ${shop.name}`)) control.addShop(shop)
  for (const { key, secret } of apps) control.addApp(key, secret)
  if (tokenLifeSeconds !== undefined) control.setTokenLife({ accessSeconds: tokenLifeSeconds })
  const selling = control.shops()
  for (let k = 0; k < orders; k++) control.createOrders(1, { shopId: selling[k % selling.length]?.id ?? '' })
  const stopStream = ordersPerMinute > 0 ? startOrderStream(control, ordersPerMinute) : () => {}
  // Last, so that no fault disturbs the start.
  for (const fault of faults) control.setFault(fault)

  for (const [name, facts] of addressesOf(sandbox, rawPrinter)) console.log(`${name.padEnd(26, ' ')} ${facts}`)
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stopStream()
      void Promise.all([sandbox.stop(), rawPrinter.stop()])
    })
  }
}
