/**
 * A whole company for one browser journey: the built web application behind the real server and worker on a database of its own, the
 * sandbox as platform, courier and printers, and a real Chromium in which staff sign in with their passwords.
 */
import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import type { BuiltInRole } from '#contract/permissions.ts'
import { readConfig } from '#kernel/config.ts'
import { openDatabase } from '#kernel/db.ts'
import { type MerchantId, newId } from '#kernel/ids.ts'
import { createLogger } from '#kernel/logger.ts'
import type { Command, Query } from '#kernel/operation.ts'
import { runOperation } from '#kernel/run-operation.ts'
import { accountCaller } from '#modules/team/identity.ts'
import { sandboxDirectoryApp } from '#sandbox/directory.ts'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { type App, createApp } from '#server/app.ts'
import { loadDemoMerchant } from '#server/demo/demo-merchant.ts'
import { type DemoLogin, demoLogins, newDemoState } from '#server/demo/demo-state.ts'
import { serve } from '#server/serve.ts'
import { sandboxSettings } from '#server/testing/sandbox-settings.ts'
import { createTestDatabase, type TestDatabase } from '#tools/test-database.ts'
import { openBrowser } from './browser.ts'

type Role = BuiltInRole | 'owner'
type Answer = { status: number; body: Record<string, unknown> }
type BrowserWish = BrowserContextOptions & { language?: 'zh' | 'en' }

/** Somebody at a desk: a browser context of their own. */
export type Person = {
  page: Page
  /** What the browser had to complain about: errors on its console, requests that failed or were refused. */
  complaints: string[]
  /** The operation called directly with this person's session, past every page. */
  call(operation: string, input: object): Promise<Answer>
}

export type WorkingDay = {
  url: string
  sandbox: Sandbox
  app: App
  merchantId: MerchantId
  address: TestDatabase['address']
  home: string
  /** The shop on the sandbox platform, authorised; nothing in it is approved without a person. */
  platformShop: { shopId: string; name: string }
  fileShop: { shopId: string; name: string }
  /** Moves the clock of product and sandbox alike. */
  advance(ms: number): void
  login(role: Role): DemoLogin
  /** Nobody yet: a browser at the given path. */
  visitor(at: string, wish?: BrowserWish): Promise<Person>
  /** Comes in through the sign-in page. */
  signIn(role: Role, wish?: BrowserWish): Promise<Person>
  /** As the owner from the shell, to prepare what a journey is not about. */
  asOwner<T>(operation: string, input: object): Promise<T>
  stop(): Promise<void>
}

const PATIENCE_MS = 30_000
/** One leg that takes longer hangs. */
const LONGEST_MS = 90_000
const PRINTERS = [
  { name: 'label-1', speedMs: 20 },
  { name: 'label-2', speedMs: 20 },
  { name: 'label-3', speedMs: 20 },
]

/** `agoMs`: how far the day's clock lies behind and may be advanced. Jobs are due by the database's clock, so it must never run ahead. */
export async function aWorkingDay({ agoMs = 0 } = {}): Promise<WorkingDay> {
  const closing: (() => Promise<unknown>)[] = []
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) await close()
  }
  try {
    return await open(agoMs, closing, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function open(agoMs: number, closing: (() => Promise<unknown>)[], stop: () => Promise<void>): Promise<WorkingDay> {
  let behindMs = agoMs
  const now = () => Date.now() - behindMs
  const sandbox = await startSandbox({ printers: PRINTERS, now, printComponents: { cainiao: 0, pinduoduo: 0, douyin: 0 } })
  closing.push(() => sandbox.stop())
  const { app, url, address, home } = await openServer(sandbox, now, closing)
  const state = newDemoState(Number(new URL(sandbox.url).port))
  const { merchantId, accountId } = await loadDemoMerchant({
    app,
    state,
    printerUrls: sandbox.printerUrls,
    pushConsoles: {},
    platformShops: { taobao: sandbox.control.shops('taobao')[0]?.id ?? '' },
    publicUrl: url,
    onProgress: () => undefined,
  })
  const asOwner = <T>(name: string, input: object): Promise<T> => {
    const operation = app.operations.get(name) as Command | Query
    const caller = accountCaller(merchantId, accountId, { via: 'cli', ip: '', language: 'zh', requestId: newId() })
    return runOperation(app.kernel, operation, input, caller) as Promise<T>
  }
  const { platformShop, fileShop } = await setUpShops(asOwner)
  const browser = await openBrowser()
  closing.push(() => browser.close())
  const login = (role: Role): DemoLogin => {
    const found = demoLogins(state).find((each) => each.role === role)
    if (!found) throw new Error(`nobody is ${role}`)
    return found
  }
  const visitor = (at: string, wish: BrowserWish = {}) => comeTo(browser, url, at, wish)
  const signIn = async (role: Role, wish: BrowserWish = {}) => {
    const person = await visitor('/login', wish)
    await fillSignIn(person.page, login(role), wish.language)
    return person
  }
  const advance = (ms: number) => {
    if (ms > behindMs) throw new Error('the day would run ahead of the database')
    behindMs -= ms
  }
  return { url, sandbox, app, merchantId, address, home, platformShop, fileShop, advance, login, visitor, signIn, asOwner, stop }
}

async function openServer(sandbox: Sandbox, now: () => number, closing: (() => Promise<unknown>)[]) {
  const home = mkdtempSync(path.join(tmpdir(), 'zhanggui-day-'))
  chmodSync(home, 0o711) // the database server may run under another account
  closing.push(async () => rmSync(home, { recursive: true, force: true }))
  const { address, drop } = await createTestDatabase()
  closing.push(drop)
  const config = readConfig({
    NODE_ENV: 'test',
    ZHANGGUI_HOME: home,
    PORT: '0',
    WEBHOOKS_TO_LOOPBACK: 'yes',
    LOG_LEVEL: process.env.LOG_LEVEL ?? 'error',
    ...sandboxSettings(sandbox),
    SMTP_URL: sandbox.smtpUrl,
    MAIL_FROM: 'shop@zhanggui.test',
    WECHAT_DIRECTORY_URL: sandbox.directoryUrl,
    ...componentPorts(sandbox),
    WECHAT_APP_ID: sandboxDirectoryApp.appId,
    WECHAT_APP_SECRET: sandboxDirectoryApp.appSecret,
  })
  const logger = createLogger(config.logLevel)
  const database = openDatabase(address, { max: config.databasePool, onError: (error) => logger.warn({ err: error }) })
  closing.push(() => database.close())
  const app = createApp({ database, config, logger, masterKey: randomBytes(32), now: () => new Date(now()) })
  const serving = await serve({ app, address, logger, close: async () => undefined }, 'all')
  closing.push(() => serving.stop())
  return { app, address, home, url: serving.url ?? '' }
}

const componentPorts = ({ control }: Sandbox): Record<string, string> =>
  Object.fromEntries(
    control.printComponents().map(({ name, url }) => [`${name.toUpperCase()}_COMPONENT_PORT`, new URL(url).port]),
  )

type Shop = { shopId: string; name: string }
/** Orders reach the reviewer at once, and none is approved without a person. */
async function setUpShops(asOwner: WorkingDay['asOwner']): Promise<{ platformShop: Shop; fileShop: Shop }> {
  const { rows } = await asOwner<{ rows: (Shop & { platform: string })[] }>('shops.listShops', {})
  const shopOn = (platform: string): Shop => {
    const shop = rows.find((row) => row.platform === platform)
    if (!shop) throw new Error(`there is no ${platform} shop`)
    return shop
  }
  for (const { shopId } of rows) {
    const { settings, version } = await asOwner<{ settings: object; version: number }>('orders.readReviewSettings', { shopId })
    await asOwner('orders.saveReviewSettings', {
      shopId,
      version,
      settings: { ...settings, bufferMinutes: 0, automatic: false },
    })
  }
  return { platformShop: shopOn('taobao'), fileShop: shopOn('file') }
}

/** Opens `at` in a browser context of its own. */
export async function comeTo(
  browser: Browser,
  url: string,
  at: string,
  { language = 'zh', ...options }: BrowserWish = {},
): Promise<Person> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    timezoneId: 'Asia/Shanghai',
    acceptDownloads: true,
    // Motions that are still under way take clicks away on a busy machine.
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(PATIENCE_MS)
  await context.addInitScript((chosen) => localStorage.setItem('zhanggui.language', chosen), language)
  const page = await context.newPage()
  const complaints = complaintsOf(page)
  pagesOpen.add(page)
  page.on('close', () => pagesOpen.delete(page))
  await page.goto(url + at)
  return {
    page,
    complaints,
    async call(operation, input) {
      const answer = await context.request.post(`${url}/api/call/${operation}`, { data: input })
      return { status: answer.status(), body: (await answer.json()) as Record<string, unknown> }
    },
  }
}

function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('response', (response) => response.status() >= 400 && complaints.push(`${response.status()} ${response.url()}`))
  page.on('requestfailed', (request) => {
    const reason = request.failure()?.errorText ?? ''
    // A page that was left needs no answers any more.
    if (reason !== 'net::ERR_ABORTED') complaints.push(`${reason} ${request.url()}`)
  })
  return complaints
}

const WORDS = {
  zh: { login: '账号', password: '密码', submit: '登录' },
  en: { login: 'Login', password: 'Password', submit: 'Sign in' },
}
async function fillSignIn(page: Page, { login, password }: DemoLogin, language: 'zh' | 'en' = 'zh'): Promise<void> {
  const words = WORDS[language]
  await page.getByLabel(words.login, { exact: true }).fill(login)
  await page.getByLabel(words.password, { exact: true }).fill(password)
  await page.getByRole('button', { name: words.submit, exact: true }).click()
  await page.waitForURL((at) => at.pathname !== '/login')
}

const pagesOpen = new Set<Page>()

let isLost = false
/** One leg of a file's journey. Should it fail, it shows what every open page looked like, and the legs after it are not tried. */
export function journey(name: string, steps: () => Promise<void>): void {
  test(name, { timeout: LONGEST_MS }, async () => {
    if (isLost) throw new Error('not tried: the journey ended before')
    try {
      await steps()
    } catch (error) {
      isLost = true
      await keepPictures().catch(() => undefined)
      throw error
    }
  })
}

async function keepPictures(): Promise<void> {
  const pictures = await Promise.all(
    [...pagesOpen].map((page) => page.screenshot({ timeout: 5000, fullPage: true }).catch(() => undefined)),
  )
  savePictures(pictures.flatMap((picture, place) => (picture ? [{ name: `page-${place + 1}`, picture }] : [])))
}

/** Not in the run's own temporary directory, which ends with the run. */
export function savePictures(pictures: readonly { name: string; picture: Buffer }[]): void {
  if (pictures.length === 0) return
  const folder = mkdtempSync('/tmp/zhanggui-journey-')
  for (const { name, picture } of pictures) writeFileSync(path.join(folder, `${name}.png`), picture)
  process.stderr.write(`What the pages looked like: ${folder}\n`)
}

/** Looks again until the fact is there. */
export async function until<T>(what: string, look: () => Promise<T> | T): Promise<Exclude<T, null | undefined | false>> {
  const deadline = Date.now() + PATIENCE_MS
  for (;;) {
    const found = await look()
    if (found !== null && found !== undefined && found !== false) return found as Exclude<T, null | undefined | false>
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
