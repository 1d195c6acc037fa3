/** The first page of the day in Chromium: from the address to the workbench's contents, browser cache empty, server warm. */
import type { AddressInfo } from 'node:net'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser, BrowserContext, Response } from 'playwright-core'
import { inDirectory, sql } from '#kernel/db.ts'
import { claimNext } from '#modules/orders/operations/claim-next.ts'
import type { TestTeam } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { runCommand } from '#tools/run-command.ts'
import { openBrowser } from '../e2e/browser.ts'
import { aReadyTeam, type ReadyTeam } from './ready-team.ts'
import { type BenchOptions, median, type Row } from './row.ts'

const TARGET_SECONDS = 1.5
const TARGET_KB = 380
const ROUNDS = 5
/** As the main account of every merchant made by server/testing/team.ts. */
const PASSWORD = 'a long enough password'
/** The last of the workbench to come: the tiles and both lists with their rows. */
const CONTENTS = ['.station-tiles', '.workbench-lists section:nth-child(1) li', '.workbench-lists section:nth-child(2) li']
const EMPTY_PAGE = '/api/bench-empty'

export async function firstPageBench({ quick }: BenchOptions): Promise<Row[]> {
  await buildWeb()
  const team = await aReadyTeam(quick ? 1000 : 10_000)
  await team.t.call('owner', claimNext, { count: 20 })
  const web = await aWebServer(team.t.app)
  web.get(EMPTY_PAGE, (_request, reply) => reply.type('text/html').send('<!doctype html><title>empty</title><p>empty'))
  await web.listen({ host: '127.0.0.1', port: 0 })
  const browser = await openBrowser()
  try {
    return await measure(browser, team, `http://127.0.0.1:${(web.server.address() as AddressInfo).port}`)
  } finally {
    await browser.close()
    await web.close()
    await team.drop()
  }
}

async function measure(browser: Browser, team: ReadyTeam, url: string): Promise<Row[]> {
  const cookies = await signIn(browser, team.t, url)
  const visit = async (address: string, contents: readonly string[]): Promise<{ seconds: number; scriptKb: number }> => {
    const context = await browser.newContext({ baseURL: url, locale: 'zh-CN', storageState: cookies })
    try {
      return await openPage(context, address, contents)
    } finally {
      await context.close()
    }
  }
  const [ours, floors, sizes]: [number[], number[], number[]] = [[], [], []]
  // The first round warms the server.
  for (let round = -1; round < ROUNDS; round += 1) {
    const empty = await visit(EMPTY_PAGE, ['p'])
    const page = await visit('/', CONTENTS)
    if (round < 0) continue
    floors.push(empty.seconds)
    ours.push(page.seconds)
    sizes.push(page.scriptKb)
  }
  const [value, floor, scriptKb] = [median(ours), median(floors), median(sizes)]
  return [
    {
      ...{
        name: 'first page in Chromium after sign-in, cold browser, warm server',
        value,
        unit: 's',
        floor,
        ratio: value / floor,
      },
      ...{ target: `≤ ${TARGET_SECONDS} s`, pass: value <= TARGET_SECONDS },
    },
    {
      ...{ name: 'JavaScript of the first page, gzip', value: scriptKb, unit: 'KB', floor: null, ratio: null },
      ...{ target: `≤ ${TARGET_KB} KB`, pass: scriptKb <= TARGET_KB },
    },
  ]
}

/** Seconds until all contents can be seen, and the script that was fetched by then. */
async function openPage(context: BrowserContext, address: string, contents: readonly string[]) {
  const page = await context.newPage()
  const scripts: Response[] = []
  page.on('response', (response) => {
    if (response.request().resourceType() === 'script' || response.url().endsWith('.js')) scripts.push(response)
  })
  const started = performance.now()
  await page.goto(address, { waitUntil: 'commit' })
  for (const selector of contents) await page.locator(selector).first().waitFor({ state: 'visible' })
  const seconds = (performance.now() - started) / 1000
  const packed = await Promise.all(scripts.map(async (response) => gzipSync(await response.body()).length))
  return { seconds, scriptKb: packed.reduce((sum, length) => sum + length, 0) / 1000 }
}

/** Signs the main account in once; every visit then begins with its cookie alone. */
export async function signIn(browser: Browser, t: TestTeam, url: string) {
  const main = await inDirectory(t.app.kernel.database, (directory) =>
    directory.maybe<{ login: string }>(sql`select login from directory.logins where account_id = ${t.ownerId}`),
  )
  const context = await browser.newContext({ baseURL: url })
  const answer = await context.request.post('/api/call/team.signIn', {
    data: { login: main?.login ?? '', password: PASSWORD },
    headers: { origin: url },
  })
  if (!answer.ok()) throw new Error(`signing in failed: ${await answer.text()}`)
  const state = await context.storageState()
  await context.close()
  return state
}

export async function buildWeb(): Promise<void> {
  const root = path.join(import.meta.dirname, '..')
  const { ok, output } = await runCommand(process.execPath, [path.join(root, 'bin', 'build-web.mjs')], { cwd: root })
  if (!ok) throw new Error(`the web application could not be built: ${output}`)
}
