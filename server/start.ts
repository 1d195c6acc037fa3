/** `npm start`: the whole back office with a demo merchant and a sandbox world, from nothing, in one command. */
import { rmSync } from 'node:fs'
import path from 'node:path'
import { type Config, ConfigProblem, readConfig } from '#kernel/config.ts'
import { createLoginTicket } from '#modules/team/create-merchant.ts'
import { sandboxDirectoryApp } from '#sandbox/directory.ts'
import { sandboxDouyinApp } from '#sandbox/douyin/app.ts'
import { startOrderStream } from '#sandbox/order-stream.ts'
import { PLATFORM_NAMES, type PlatformName } from '#sandbox/outside-platform.ts'
import { pinduoduoApp } from '#sandbox/pinduoduo/pinduoduo-platform.ts'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { sandboxApp } from '#sandbox/shops.ts'
import { type DemoSetting, loadDemoMerchant, tellPushAddresses } from './demo/demo-merchant.ts'
import { type DemoState, demoLogins, newDemoState, readDemoState, roleNameOf, writeDemoState } from './demo/demo-state.ts'
import { type Home, openHome, requireWritable } from './open-home.ts'
import { platformNamed } from './platforms/registry.ts'
import { requireFreePort, serve } from './serve.ts'
import { sentenceOf } from './shell/sentence-of.ts'
import { untilStopped } from './shell/until-stopped.ts'

const PRINTERS = [{ name: 'label-1' }, { name: 'label-2' }, { name: 'label-3', speedMs: 120 }]
const FIRST_ORDERS_PER_SHOP = 20
const FIRST_REFUNDS_PER_SHOP = 2
const ORDERS_PER_MINUTE = 6
const TICKET_LIFE_MS = 24 * 3600_000

const startedAt = Date.now()
const say = (step: string): void =>
  void process.stdout.write(`  ${((Date.now() - startedAt) / 1000).toFixed(1).padStart(5)} s  ${step}\n`)

/** Things to undo, last one first, however the program ends. */
const closing: (() => Promise<void>)[] = []

try {
  await start()
} catch (error) {
  process.stderr.write(`\n${sentenceOf(error, (process.env.LANG ?? '').startsWith('zh') ? 'zh' : 'en').sentence}\n`)
  process.exitCode = 1
} finally {
  for (const close of closing.reverse()) await close().catch((error: Error) => process.stderr.write(`${error.message}\n`))
}
process.exit()

async function start(): Promise<void> {
  const isReset = process.argv.includes('--reset-demo')
  const config = readConfig({ LOG_LEVEL: 'warn', WEBHOOKS_TO_LOOPBACK: 'yes', ...process.env })
  if (isReset) {
    resetDemo(config)
    return
  }
  await requireFreePort(config)
  const stopped = untilStopped()
  const { sandbox, state } = await openSandbox(config)
  const home = await openDemoHome(config, sandbox, state)
  say('Starting the server')
  const serving = await serve(home, 'all')
  closing.push(() => serving.stop())
  const url = serving.url ?? ''
  const platformShops = sandboxShops(sandbox, home.app.kernel.world.config)
  const setting: DemoSetting = {
    ...{ app: home.app, state, printerUrls: sandbox.printerUrls, platformShops },
    pushConsoles: { douyin: `${sandbox.gateways.douyin}/console`, wechat: `${sandbox.gateways.wechat}/console/push-address` },
    ...{ publicUrl: url, onProgress: say },
  }
  const owner = await loadDemoMerchant(setting)
  await tellPushAddresses(setting, owner)
  const shopIds = Object.values(platformShops)
  if (owner.isNew) {
    say('Placing the first orders')
    for (const shopId of shopIds) {
      const placed = sandbox.control.createOrders(FIRST_ORDERS_PER_SHOP, { shopId })
      for (const { tid } of placed.slice(0, FIRST_REFUNDS_PER_SHOP)) sandbox.control.askRefund(tid)
    }
    writeDemoState(config.home, { ...state, merchantId: owner.merchantId })
  }
  const stopStream = startOrderStream(sandbox.control, ORDERS_PER_MINUTE, shopIds)
  closing.push(async () => stopStream())
  const ticket = await createLoginTicket(
    home.app.kernel.database,
    owner.merchantId,
    owner.accountId,
    new Date(Date.now() + TICKET_LIFE_MS),
  )
  welcome(url, ticket, sandbox, state)
  await stopped
  process.stdout.write('\nStopping …\n')
}

async function openSandbox(config: Config): Promise<{ sandbox: Sandbox; state: DemoState }> {
  requireWritable(config.home)
  say('Starting the sandbox: shop platform, courier, printers, people, mail')
  const known = readDemoState(config.home)
  const stateFile = path.join(config.home, 'sandbox.journal')
  try {
    const sandbox = await startSandbox({
      port: known?.sandboxPort ?? 0,
      printers: PRINTERS,
      stateFile,
      printComponents: { ...config.componentPorts },
    })
    closing.push(() => sandbox.stop())
    const state = known ?? newDemoState(Number(new URL(sandbox.url).port))
    if (!known) writeDemoState(config.home, state)
    return { sandbox, state }
  } catch (error) {
    if ((error as { code?: string }).code !== 'EADDRINUSE') throw error
    throw new ConfigProblem(
      `Port ${known?.sandboxPort} of the demo's sandbox is taken. Stop the other program (perhaps another npm start), or begin anew: npm run demo:reset`,
    )
  }
}

async function openDemoHome(config: Config, sandbox: Sandbox, state: DemoState): Promise<Home> {
  const demoConfig: Config = {
    ...config,
    taobao: demoPlatform(config.taobao, sandboxApp, sandbox.gateways.taobao),
    douyin: demoDouyin(config.douyin, sandbox),
    pinduoduo: demoPlatform(config.pinduoduo, pinduoduoApp, sandbox.gateways.pinduoduo),
    // Shops bring their own keys, so the gateway alone says whose they are.
    wechatShop: process.env.WECHAT_SHOP_GATEWAY ? config.wechatShop : { gatewayUrl: sandbox.gateways.wechat },
    messengers: demoMessengers(config.messengers, sandbox),
    componentPorts: demoComponentPorts(config, sandbox),
    couriers: demoCouriers(config.couriers, sandbox),
  }
  const home = await openHome(demoConfig, {
    onProgress: say,
    demoLogins: demoLogins(state).map(({ login, password, role }) => ({ login, password, role })),
  })
  closing.push(() => home.close())
  return home
}

/** An application that the person has set up is theirs; the others are the sandbox's. */
function demoPlatform(
  own: Config['taobao'],
  demoApp: { appKey: string; appSecret: string },
  demoGatewayUrl: string,
): Config['taobao'] {
  const isOwn = own.appKey !== undefined && own.appSecret !== undefined
  return isOwn ? own : { ...demoApp, gatewayUrl: demoGatewayUrl }
}

/** Where the sandbox's components really listen: a port of a real one on this computer is left to it. */
function demoComponentPorts({ componentPorts }: Config, { control }: Sandbox): Config['componentPorts'] {
  const ports = { ...componentPorts }
  for (const { name, url } of control.printComponents()) ports[name] = Number(new URL(url).port)
  return ports
}

function demoCouriers(own: Config['couriers'], { services }: Sandbox): Config['couriers'] {
  return {
    kdniaoUrl: process.env.KDNIAO_URL ? own.kdniaoUrl : (services.kdniao ?? own.kdniaoUrl),
    sfUrl: process.env.SF_URL ? own.sfUrl : (services.sf ?? own.sfUrl),
    kuaidi100Url: process.env.KUAIDI100_URL ? own.kuaidi100Url : (services.kuaidi100 ?? own.kuaidi100Url),
  }
}

function demoDouyin(own: Config['douyin'], { gateways }: Sandbox): Config['douyin'] {
  const { serviceId } = sandboxDouyinApp
  const isOwn = own.appKey !== undefined && own.appSecret !== undefined
  return isOwn ? own : { ...demoPlatform(own, sandboxDouyinApp, gateways.douyin), serviceId }
}

/** A shop of each platform whose calls lead into the sandbox; a platform with the person's own application is left alone. */
function sandboxShops({ control, gateways }: Sandbox, config: Config): Partial<Record<PlatformName, string>> {
  const { taobao, douyin, pinduoduo, wechatShop: wechat } = config
  const used = { taobao, douyin, pinduoduo, wechat }
  const ours = PLATFORM_NAMES.filter((platform) => used[platform].gatewayUrl === gateways[platform])
  return Object.fromEntries(
    ours.map((platform) => {
      const shop = control.shops(platform)[0] ?? control.addShop({ platform, name: `掌柜${platformNamed(platform).zh}示范店` })
      return [platform, shop.id]
    }),
  )
}

/** A way that the person has set up is theirs; the others lead into the sandbox. */
function demoMessengers({ smtpUrl, mailFrom, directory }: Config['messengers'], sandbox: Sandbox): Config['messengers'] {
  return {
    smtpUrl: smtpUrl ?? sandbox.smtpUrl,
    mailFrom: mailFrom ?? 'invitations@zhanggui.test',
    directory: directory.url === undefined ? { url: sandbox.directoryUrl, ...sandboxDirectoryApp } : directory,
  }
}

/** Removes the demo's data, never that of an outside database. */
function resetDemo(config: Config): void {
  if (config.databaseUrl !== undefined)
    throw new ConfigProblem('demo:reset only clears the embedded database. Empty the database of DATABASE_URL yourself.')
  if (!readDemoState(config.home)) throw new ConfigProblem(`${config.home} holds no demo; nothing was removed.`)
  for (const part of ['postgres', 'files', 'keys', 'demo.json', 'sandbox.journal', 'log-checkpoints.txt'])
    rmSync(path.join(config.home, part), { recursive: true, force: true })
  process.stdout.write('The demo data is gone. npm start makes a new one.\n')
}

function welcome(url: string, ticket: string, sandbox: Sandbox, state: DemoState): void {
  const logins = demoLogins(state).map(
    ({ login, password, role }) => `    ${roleNameOf(role).padEnd(8, '　')} ${login.padEnd(18)} ${password}`,
  )
  process.stdout.write(`
  掌柜 Zhanggui is ready (${((Date.now() - startedAt) / 1000).toFixed(1)} s)

  Open             ${url}
  Owner, one use   ${url}/login?ticket=${ticket}
  Sandbox          ${sandbox.url}   (the platform, courier, printers and people’s phones of the demo)

  Demo team
${logins.join('\n')}

  Ctrl-C stops everything; the data stays.
`)
}
