/** What the sandbox can be told when it is started by itself. `HELP` is what a person reads; an unknown or senseless word throws UsageProblem. */
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { faultShape } from './control-api.ts'
import { FAULT_KINDS, type Fault } from './faults.ts'
import { PLATFORM_NAMES, type PlatformName } from './outside-platform.ts'
import { DIALECTS } from './print-components/dialects.ts'
import type { SandboxOptions } from './sandbox.ts'
import type { ShopWish } from './shops.ts'

export class UsageProblem extends Error {}

export const HELP = `The shop platforms, couriers, printers and print components as local servers, for programs that are to work with them.
It verifies signatures, keeps state, pushes and pages as they do, and prints every address and key when it is up.

  --port N                  of the gateways, couriers, IPP printers and the control page (8090; 0 = any free one)
  --host ADDRESS            127.0.0.1
  --seed N                  the same seed makes the same orders (1)
  --state FILE              keeps orders, shops, tokens and waybills from one start to the next

  --platforms A,B           only these of ${PLATFORM_NAMES.join(', ')}
  --shop PLATFORM:NAME[:TOKEN]   one more shop, with an access token of your choice; may be repeated
  --app KEY:SECRET          one more app key with its secret; may be repeated
  --token-life SECONDS      of access tokens given out from now on
  --plain-receivers         names and phones in plain text instead of masked

  --orders N                paid orders that are there at the start, spread over the shops
  --orders-per-minute N     new ones while it runs, some unpaid, some with a refund
  --clock ISO               its clock begins at this moment and goes on; callers must keep to it, as signatures carry the time
  --clock-speed N           its clock runs N times as fast

  --rate N                  calls per second that a gateway method allows before it bans the caller
  --courier-delay MS        each call to a courier takes this long
  --fault KIND[:NAME=VALUE,…]    on from the start; may be repeated, e.g. --fault lostReply:ratio=0.05 --fault dropPush:ratio=0.3,target=taobao
                            kinds: ${FAULT_KINDS.join(', ')}
                            names: target, ratio, times, delayMs, skewMs, callsPerSecond, banSeconds, httpStatus, code, subCode, addressPart

  --printer NAME[:MS]       an IPP printer and how long it takes for a sheet; may be repeated (label-1, label-2)
  --raw-printer-port N      of the thermal printer that takes TSPL and ZPL (9100)
${Object.entries(DIALECTS)
  .map(([name, { port }]) => `${`  --${name}-component-port N`.padEnd(36)}of its print component (${port})`)
  .join('\n')}

Everything can be changed while it runs: the control page, or POST /control/NAME with JSON (faults, orders, pay, shops …).
`

export type Start = {
  options: SandboxOptions
  rawPrinterPort: number
  shops: ShopWish[]
  apps: { key: string; secret: string }[]
  tokenLifeSeconds: number | undefined
  orders: number
  ordersPerMinute: number
  faults: Fault[]
}

const text = { type: 'string' } as const
const many = { type: 'string', multiple: true, default: [] as string[] } as const
const FLAGS = {
  ...{ port: text, host: text, seed: text, state: text, platforms: text, shop: many, app: many, 'token-life': text },
  ...{ 'plain-receivers': { type: 'boolean', default: false } as const, orders: text, 'orders-per-minute': text },
  ...{ clock: text, 'clock-speed': text, rate: text, 'courier-delay': text, fault: many, printer: many },
  ...{
    'raw-printer-port': text,
    'cainiao-component-port': text,
    'pinduoduo-component-port': text,
    'douyin-component-port': text,
  },
  help: { type: 'boolean', default: false } as const,
}

/** null = help was asked for. */
export function readStart(words: readonly string[]): Start | null {
  const values = valuesOf(words)
  if (values.help) return null
  const number = (name: string, value: string | undefined, otherwise: number): number => {
    const read = value === undefined ? otherwise : Number(value)
    if (value?.trim() === '' || !Number.isFinite(read) || read < 0)
      throw new UsageProblem(`--${name} ${value}: a number from 0 is expected.`)
    return read
  }
  const componentPort = (name: keyof typeof DIALECTS) =>
    number(`${name}-component-port`, values[`${name}-component-port`], DIALECTS[name].port)
  const now = clockFrom(values.clock, number('clock-speed', values['clock-speed'], 1))
  const rate = values.rate === undefined ? undefined : number('rate', values.rate, 0)
  return {
    options: {
      port: number('port', values.port, 8090),
      host: values.host ?? '127.0.0.1',
      seed: number('seed', values.seed, 1),
      stateFile: values.state,
      maskReceivers: !values['plain-receivers'],
      courierDelayMs: number('courier-delay', values['courier-delay'], 0),
      printComponents: {
        cainiao: componentPort('cainiao'),
        pinduoduo: componentPort('pinduoduo'),
        douyin: componentPort('douyin'),
      },
      ...(now && { now }),
      ...(values.platforms !== undefined && { platforms: values.platforms.split(',').map(platformNamed) }),
      ...(values.printer.length > 0 && { printers: values.printer.map(printerOf) }),
    },
    rawPrinterPort: number('raw-printer-port', values['raw-printer-port'], 9100),
    shops: values.shop.map(shopOf),
    apps: values.app.map((wish) => {
      const [key = '', secret = ''] = partsOf(wish, 2)
      if (key === '' || secret === '') throw new UsageProblem(`--app ${wish}: KEY:SECRET is expected.`)
      return { key, secret }
    }),
    tokenLifeSeconds: values['token-life'] === undefined ? undefined : number('token-life', values['token-life'], 0),
    orders: number('orders', values.orders, 0),
    ordersPerMinute: number('orders-per-minute', values['orders-per-minute'], 0),
    faults: [...(rate === undefined ? [] : [{ kind: 'rateLimit' as const, callsPerSecond: rate }]), ...values.fault.map(faultOf)],
  }
}

function valuesOf(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options: FLAGS }).values
  } catch (error) {
    throw new UsageProblem(`${/^[^.]*/.exec((error as Error).message)?.[0]}. See --help.`)
  }
}

/** undefined = the clock of this computer. */
function clockFrom(moment: string | undefined, speed: number): (() => number) | undefined {
  if (moment === undefined && speed === 1) return undefined
  const startedAt = Date.now()
  const from = moment === undefined ? startedAt : Date.parse(moment)
  if (Number.isNaN(from)) throw new UsageProblem(`--clock ${moment}: a moment like 2026-11-11T00:00:00+08:00 is expected.`)
  return () => Math.round(from + (Date.now() - startedAt) * speed)
}

function platformNamed(name: string): PlatformName {
  const platform = PLATFORM_NAMES.find((each) => each === name.trim())
  if (platform === undefined) throw new UsageProblem(`There is no platform “${name}”: ${PLATFORM_NAMES.join(', ')}.`)
  return platform
}

/** The last part may have colons in it. */
function partsOf(wish: string, count: number): string[] {
  const parts = wish.split(':')
  return parts.length <= count ? parts : [...parts.slice(0, count - 1), parts.slice(count - 1).join(':')]
}

function shopOf(wish: string): ShopWish {
  const [platform = '', name = '', session = ''] = partsOf(wish, 3)
  if (name === '') throw new UsageProblem(`--shop ${wish}: PLATFORM:NAME is expected.`)
  return { platform: platformNamed(platform), name, ...(session !== '' && { session }) }
}

function printerOf(wish: string): { name: string; speedMs?: number } {
  const [name = '', speed] = partsOf(wish, 2)
  const speedMs = Number(speed ?? 0)
  if (name === '' || !Number.isFinite(speedMs))
    throw new UsageProblem(`--printer ${wish}: NAME or NAME:MILLISECONDS is expected.`)
  return { name, ...(speed !== undefined && { speedMs }) }
}

function faultOf(wish: string): Fault {
  const [kind, more = ''] = partsOf(wish, 2)
  const pairs = more.split(',').filter((pair) => pair !== '')
  const named = pairs.map((pair) => {
    const at = pair.indexOf('=')
    return [pair.slice(0, Math.max(0, at)).trim(), pair.slice(at + 1)]
  })
  const read = z.strictObject(faultShape).safeParse({ kind, ...Object.fromEntries(named) })
  if (!read.success) {
    const [issue] = read.error.issues
    throw new UsageProblem(`--fault ${wish}: ${[issue?.path.join('.'), issue?.message].filter(Boolean).join(': ')}. See --help.`)
  }
  return JSON.parse(JSON.stringify(read.data)) as Fault
}
