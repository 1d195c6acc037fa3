/** `npm start` on a machine that has never seen it, and what people then do to it. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before } from 'node:test'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { startEmbeddedPostgres } from '#server/postgres/embedded-postgres.ts'
import { comeTo, journey, type Person, until } from './a-working-day.ts'
import { openBrowser } from './browser.ts'

type Started = { child: ChildProcess; output(): string; exitCode: Promise<number | null> }

const root = path.join(import.meta.dirname, '..')
const home = mkdtempSync(path.join(tmpdir(), 'zhanggui-first-'))
const started: Started[] = []
let browser: Browser
let port: number
let owner: Person
let orderNumber: string

before(async () => {
  chmodSync(home, 0o711) // the database server may run under another account
  const free = await holdPort(0)
  port = free.port
  await free.release()
  browser = await openBrowser()
})
after(async () => {
  await browser?.close()
  for (const { child, exitCode } of started) {
    child.kill('SIGKILL')
    await exitCode
  }
  const dataDir = path.join(home, 'postgres')
  if (existsSync(dataDir)) await (await startEmbeddedPostgres({ dataDir })).stop()
  rmSync(home, { recursive: true, force: true })
})

journey('the first start prints an address and a link that signs the owner in once', async () => {
  const link = await linkOf(start())
  owner = await comeTo(browser, '', link)
  await owner.page.getByRole('heading', { name: /赵掌柜/ }).waitFor()
  await owner.page.goto(`${address()}/orders`)
  const order = owner.page.locator('[data-row-key]').first()
  orderNumber = /\d[\d-]{17,}\d/.exec((await order.textContent()) ?? '')?.[0] ?? ''
  assert.match(orderNumber, /^[\d-]{19,}$/)
  assert.deepEqual(owner.complaints, [])

  const late = await comeTo(browser, '', link)
  await late.page.getByText('登录链接已使用或已过期，请用账号密码登录。').waitFor()
  await late.page.getByText('选择一个身份试用').waitFor()
})

journey('a second start beside the first says that the port is taken', async () => {
  const second = start()
  assert.equal(await second.exitCode, 1)
  assert.match(second.output(), /Port \d+ .*is taken\. Stop the other program/)
})

journey('killed outright and started again, it keeps its orders and who is signed in', async () => {
  const [first] = started
  first?.child.kill('SIGKILL')
  await first?.exitCode
  const again = start()
  await linkOf(again)
  assert.doesNotMatch(again.output(), /Hiring the demo team|Placing the first orders/)
  await owner.page.goto(`${address()}/orders?search=${orderNumber}`)
  await owner.page.getByRole('row', { name: orderNumber }).waitFor()
})

journey('Ctrl-C stops everything and counts as a good end', async () => {
  const running = started.at(-1)
  running?.child.kill('SIGINT')
  assert.equal(await running?.exitCode, 0)
  assert.match(running?.output() ?? '', /Stopping/)
  assert.equal(existsSync(path.join(home, 'postgres', 'cluster', 'postmaster.pid')), false)
})

journey('when another program has the port, the start says so and how to choose another', async () => {
  const other = await holdPort(port)
  try {
    const refused = start()
    assert.equal(await refused.exitCode, 1)
    assert.match(refused.output(), new RegExp(`Port ${port} is taken.*PORT=${port + 1}`))
  } finally {
    await other.release()
  }
})

/** By its name: there a browser allows passkeys. */
const address = () => `http://localhost:${port}`

function start(): Started {
  const child = spawn(
    process.execPath,
    // should this test be killed, the program ends too
    ['--import', pathToFileURL(path.join(root, 'bin', 'end-with-parent.mjs')).href, path.join(root, 'server', 'start.ts')],
    {
      cwd: root,
      env: { ...process.env, ZHANGGUI_HOME: home, PORT: String(port), LANG: 'en_US.UTF-8', DATABASE_URL: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  )
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk) => {
      output += chunk
    })
  const exitCode = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)))
  const one = { child, output: () => output, exitCode }
  started.push(one)
  return one
}

/** The one-time link, once the program says that it is ready. */
async function linkOf({ output, child }: Started): Promise<string> {
  await until('the program is ready', () => {
    if (child.exitCode !== null) throw new Error(output())
    return /Ctrl-C stops everything/.test(output())
  })
  assert.ok(output().includes(`${address()}\n`))
  return /http:\S+\/login\?ticket=\S+/.exec(output())?.[0] ?? ''
}

async function holdPort(wanted: number): Promise<{ port: number; release(): Promise<void> }> {
  const server = createServer((socket) => socket.destroy())
  await new Promise<void>((resolve) => server.listen(wanted, '127.0.0.1', resolve))
  const at = server.address()
  return {
    port: typeof at === 'object' && at ? at.port : 0,
    release: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
