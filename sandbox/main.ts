/** Runs the sandbox alone: node sandbox/main.ts [--port 8090] [--seed 1] [--orders-per-minute 0] [--state FILE], and ports of what is printed on. */
import { parseArgs } from 'node:util'
import { addressesOf } from './addresses.ts'
import { startOrderStream } from './order-stream.ts'
import { DIALECTS } from './print-components/dialects.ts'
import { startRawPrinter } from './raw-printer.ts'
import { startSandbox } from './sandbox.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '8090' },
    host: { type: 'string', default: '127.0.0.1' },
    seed: { type: 'string', default: '1' },
    'orders-per-minute': { type: 'string', default: '0' },
    state: { type: 'string' },
    'cainiao-component-port': { type: 'string', default: String(DIALECTS.cainiao.port) },
    'pinduoduo-component-port': { type: 'string', default: String(DIALECTS.pinduoduo.port) },
    'douyin-component-port': { type: 'string', default: String(DIALECTS.douyin.port) },
    'raw-printer-port': { type: 'string', default: '9100' },
  },
})
const perMinute = Number(values['orders-per-minute'])
const rawPrinter = await startRawPrinter({ host: values.host, port: Number(values['raw-printer-port']) })
const sandbox = await startSandbox({
  port: Number(values.port),
  host: values.host,
  seed: Number(values.seed),
  stateFile: values.state,
  printComponents: {
    cainiao: Number(values['cainiao-component-port']),
    pinduoduo: Number(values['pinduoduo-component-port']),
    douyin: Number(values['douyin-component-port']),
  },
})
const stopStream = perMinute > 0 ? startOrderStream(sandbox.control, perMinute) : () => {}

for (const [name, facts] of addressesOf(sandbox, rawPrinter)) console.log(`${name.padEnd(26, ' ')} ${facts}`)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    stopStream()
    void Promise.all([sandbox.stop(), rawPrinter.stop()])
  })
}
