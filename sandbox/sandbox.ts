/**
 * The outside world as one local server: a shop platform with its gateway and OAuth, a courier, IPP printers, a directory of people with
 * a message service, and a mail server beside it.
 * It shares no code with the product, so that it can judge it.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { settleLapsed } from './after-sales.ts'
import { createControl, type SandboxControl } from './control.ts'
import { handleControl } from './control-api.ts'
import { sendControlPage } from './control-page.ts'
import { createDirectory } from './directory.ts'
import { douyinPlatform } from './douyin/douyin-platform.ts'
import { BodyTooLarge, sendText } from './http.ts'
import { handleIpp } from './ipp-printer-server.ts'
import { kdniaoService } from './kdniao/kdniao-service.ts'
import { kuaidi100Service } from './kuaidi100/kuaidi100-service.ts'
import { type MailServer, sandboxMailAccount, startMailServer } from './mail-server.ts'
import { type OutsidePlatform, PLATFORM_NAMES, type PlatformName } from './outside-platform.ts'
import type { OutsideService } from './outside-service.ts'
import { handlePhone } from './phone-page.ts'
import { pinduoduoPlatform } from './pinduoduo/pinduoduo-platform.ts'
import type { PrintComponent } from './print-components/component.ts'
import type { ComponentName } from './print-components/dialects.ts'
import { startComponents } from './print-components/start-components.ts'
import { createPrinter, type SandboxPrinter } from './printer.ts'
import { sfService } from './sf/sf-service.ts'
import { sendShopPage } from './shop-sections.ts'
import { DEFAULT_SESSION } from './shops.ts'
import { openNoStateFile, openStateFile, type StateFile } from './state-file.ts'
import { taobaoPlatform } from './taobao/taobao-platform.ts'
import { UnknownInSandbox } from './unknown-in-sandbox.ts'
import { wechatPlatform } from './wechat/wechat-platform.ts'
import { createWorld, type World, type Wrong } from './world.ts'

export type SandboxOptions = {
  /** 0 = any free port. */
  port?: number
  host?: string
  seed?: number
  /** Milliseconds since the epoch. */
  now?: () => number
  /** Those that are put up; absent = all. */
  platforms?: readonly PlatformName[]
  printers?: { name: string; speedMs?: number }[]
  /** Ports of the print components to start, 0 = any free one; absent = none. A port that is taken gives way to a free one. */
  printComponents?: Partial<Record<ComponentName, number>>
  courierDelayMs?: number
  /** False = receivers arrive in plain text. */
  maskReceivers?: boolean
  /** Every platform makes this mistake: what passes all the same does not look closely. */
  wrong?: Wrong
  /**
   * Keeps apps, shops, tokens, codes, orders, messages, waybills and received shipments from one start to the next, also after
   * a kill. Not kept: faults, call counts, print jobs and settings of the control. Without it everything is forgotten.
   */
  stateFile?: string | undefined
}

export type Sandbox = {
  /** Base URL; the control page. */
  url: string
  /** Taobao's, `…/router/rest`. */
  gatewayUrl: string
  /** Of each platform; '' = it was left out. */
  gateways: Readonly<Record<PlatformName, string>>
  /** Addresses of the courier and tracing services, by name. */
  services: Readonly<Record<string, string>>
  /** `ipp://HOST:PORT/printers/NAME`, in the order of the options. */
  printerUrls: string[]
  /** `…/directory/v1`: look-up, messages, text messages, real-name check. */
  directoryUrl: string
  /** With the submission account. */
  smtpUrl: string
  control: SandboxControl
  stop(): Promise<void>
}

const DEFAULT_PRINTERS: NonNullable<SandboxOptions['printers']> = [{ name: 'label-1' }, { name: 'label-2' }]
const DEFAULT_SPEED_MS = 60
const KEEP_ALIVE_MS = 65_000

export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1' } = options
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS, noDelay: true })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, resolve)
  })
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    server.closeAllConnections()
    await closed
  }
  // Opened only now that the port is ours: a sandbox started a second time by mistake ends before it touches the first one's file.
  const { state, world, printers, control, platforms, services, components } = await openOrClose(options, close)
  const route = createRouter(world, printers, control, [...platforms, ...services.map(asPart)])
  server.on('upgrade', (request, socket, head) => {
    const { pathname } = new URL(request.url ?? '/', 'http://sandbox')
    const platform = platforms.find((each) => each.upgrade && each.owns(pathname))
    if (platform?.upgrade) platform.upgrade(request, socket, head)
    else socket.destroy()
  })
  server.on('request', (request, response) => {
    route(request, response).catch((error: unknown) => {
      if (request.destroyed && !request.complete) return
      if (response.headersSent) response.destroy()
      else sendText(response, String(error), statusOf(error))
    })
  })
  const mail = await startMailServer(world, host)
  components.push(...(await startComponents(world, host, options.printComponents ?? {})))
  const { port: boundPort } = server.address() as AddressInfo
  const authority = `${host.includes(':') ? `[${host}]` : host}:${boundPort}`
  const gatewayOf = (wanted: PlatformName): string => {
    const platform = platforms.find(({ name }) => name === wanted)
    return platform ? `http://${authority}${platform.gatewayPath}` : ''
  }
  const gateways = {
    taobao: gatewayOf('taobao'),
    douyin: gatewayOf('douyin'),
    pinduoduo: gatewayOf('pinduoduo'),
    wechat: gatewayOf('wechat'),
  }
  return {
    url: `http://${authority}`,
    gatewayUrl: gateways.taobao,
    gateways,
    services: Object.fromEntries(services.map(({ name, path }) => [name, `http://${authority}${path}`])),
    printerUrls: [...printers.keys()].map((name) => `ipp://${authority}/printers/${encodeURIComponent(name)}`),
    directoryUrl: `http://${authority}/directory/v1`,
    smtpUrl: smtpUrl(host, mail),
    control,
    async stop() {
      for (const printer of printers.values()) printer.stop()
      const parts = [...components, ...platforms]
      await Promise.all([close(), mail.stop(), ...parts.map((part) => part.stop?.())])
      state.close()
    },
  }
}

const statusOf = (error: unknown): number => (error instanceof BodyTooLarge ? 413 : error instanceof UnknownInSandbox ? 404 : 500)

function smtpUrl(host: string, { port }: MailServer): string {
  const { user, password } = sandboxMailAccount
  return `smtp://${user}:${password}@${host.includes(':') ? `[${host}]` : host}:${port}`
}

type Opened = {
  state: StateFile
  world: World
  printers: Map<string, SandboxPrinter>
  control: SandboxControl
  platforms: OutsidePlatform[]
  services: OutsideService[]
  components: PrintComponent[]
}

/** Every shop platform of the sandbox. One is added here and nowhere else. */
const PLATFORMS: Readonly<Record<PlatformName, (world: World) => OutsidePlatform>> = {
  taobao: taobaoPlatform,
  douyin: douyinPlatform,
  pinduoduo: pinduoduoPlatform,
  wechat: wechatPlatform,
}

/** Couriers and tracing services. */
const SERVICES: readonly ((world: World) => OutsideService)[] = [kdniaoService, sfService, kuaidi100Service]

async function openOrClose(options: SandboxOptions, close: () => Promise<void>): Promise<Opened> {
  try {
    return open(options)
  } catch (error) {
    await close()
    throw error
  }
}

function open(options: SandboxOptions): Opened {
  const { seed = 1, now = Date.now, courierDelayMs = 0, maskReceivers = true, wrong = null, stateFile } = options
  const state = stateFile === undefined ? openNoStateFile() : openStateFile(stateFile)
  const world = createWorld({ seed, now, courierDelayMs, maskReceivers, wrong, state })
  const names = options.platforms ?? PLATFORM_NAMES
  if (names.includes('taobao') && world.shops.list('taobao').length === 0)
    world.shops.addShop({ name: '掌柜示范店', session: DEFAULT_SESSION })
  const printers = new Map(
    (options.printers ?? DEFAULT_PRINTERS).map(({ name, speedMs = DEFAULT_SPEED_MS }) => [
      name,
      createPrinter({ name, speedMs, faults: world.faults, now, nextJobId: state.counter(`jobs of ${name}`) }),
    ]),
  )
  const platforms = [...new Set(names)].map((name) => PLATFORMS[name](world))
  world.onChange((notice) => platforms.find(({ name }) => name === notice.shop.platform)?.tell(notice))
  const components: PrintComponent[] = []
  return {
    state,
    world,
    printers,
    control: createControl(world, printers, components),
    components,
    platforms,
    services: SERVICES.map((putUp) => putUp(world)),
  }
}

type Part = Pick<OutsidePlatform, 'owns' | 'handle'>
const asPart = ({ path, handle }: OutsideService): Part => ({ owns: (wanted) => wanted.startsWith(`${path}/`), handle })
type Router = (request: IncomingMessage, response: ServerResponse) => Promise<void>

function createRouter(
  world: World,
  printers: ReadonlyMap<string, SandboxPrinter>,
  control: SandboxControl,
  parts: readonly Part[],
): Router {
  const directory = createDirectory(world)
  return async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://sandbox')
    settleLapsed(world)
    const part = parts.find(({ owns }) => owns(url.pathname))
    if (part) return part.handle(request, response, url)
    const [, area, printerName = '', file = ''] = url.pathname.split('/')
    switch (area) {
      case '':
        return sendControlPage(response, control)
      case 'shop':
        return sendShopPage(response, control)
      case 'printers':
        return handleIpp(world, printers, request, response)
      case 'phone':
        return handlePhone(control, url.pathname, response)
      case 'directory':
        return directory(url.pathname, request, response)
      case 'control':
        return handleControl(control, url, request, response)
      case 'printed':
        return sendPrinted(control, decodeURIComponent(printerName), file, response)
    }
    return sendText(response, 'Not found', 404)
  }
}

function sendPrinted(control: SandboxControl, printerName: string, file: string, response: ServerResponse): void {
  const jobId = Number(/^(\d+)\.pdf$/.exec(file)?.[1] ?? Number.NaN)
  const document = Number.isInteger(jobId) ? control.printedDocument(printerName, jobId) : null
  if (document === null) sendText(response, 'No such sheet', 404)
  else {
    response.writeHead(200, {
      'content-type': 'application/pdf',
      'content-length': document.length,
      'x-content-type-options': 'nosniff',
    })
    response.end(document)
  }
}
