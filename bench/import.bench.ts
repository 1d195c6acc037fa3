/** A large order file imported by `npx zhanggui import` in a process of its own: rows per second, and the memory that process takes. */
import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sql } from '#kernel/db.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { runCommand } from '#tools/run-command.ts'
import { serverUrl } from '#tools/test-database.ts'
import type { BenchOptions, Row } from './row.ts'
import { writeSameRows } from './same-rows.ts'
import { wholesaleMapping, writeWholesaleFile } from './wholesale-file.ts'

const ROWS = 541_909
const TARGET_PER_SECOND = 5000
const TARGET_MB = 300
/** Our own batch. */
const LINES_AT_ONCE = 2000
const LOOK_EVERY_MS = 100
const BASE = ['accounts', 'warehouses', 'shops', 'files']
const ADDED = ['import_runs', 'intake_messages', 'orders', 'order_lines', 'parcels', 'parcel_lines', 'import_refusals']
const NOTES = ['events', 'log_entries', 'log_objects', 'log_pending', 'jobs']

export async function importBench({ quick }: BenchOptions): Promise<Row[]> {
  const count = quick ? Math.round(ROWS / 10) : ROWS
  const t = await aTeam({ environment: { NODE_ENV: 'production' } })
  try {
    const { peakMb } = await importFile(t, count)
    const seconds = await importSeconds(t)
    const floorSeconds = await writeSameRows(
      t.address,
      { base: BASE, added: [...ADDED, ...NOTES] },
      Math.ceil(count / LINES_AT_ONCE),
    )
    const [value, floor] = [count / seconds, count / floorSeconds]
    const shown = count.toLocaleString('en')
    return [
      {
        ...{ name: `import of ${shown} rows of CSV`, value, unit: 'rows/s', floor, ratio: value / floor },
        ...{ target: `≥ ${TARGET_PER_SECOND.toLocaleString('en')} rows/s`, pass: value >= TARGET_PER_SECOND },
      },
      {
        ...{ name: `peak memory of the process that imports ${shown} rows`, value: peakMb, unit: 'MB', floor: null, ratio: null },
        ...{ target: `≤ ${TARGET_MB} MB`, pass: peakMb <= TARGET_MB },
      },
    ]
  } finally {
    await t.drop()
  }
}

/** Runs the command to its end and answers the most memory it held. */
async function importFile(t: TestTeam, count: number): Promise<{ peakMb: number }> {
  const shopId = await t.shop('批发店')
  const [file, mapping] = [path.join(t.home, 'wholesale.csv'), path.join(t.home, 'mapping.json')]
  await writeWholesaleFile(file, count)
  writeFileSync(mapping, JSON.stringify(wholesaleMapping))
  const cli = path.join(import.meta.dirname, '..', 'server', 'cli.ts')
  const words = ['import', 'orders', file, '--shop', shopId, '--mapping', mapping]
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', cli, ...words], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, DATABASE_URL: serverUrl({ ...t.address } as never), ZHANGGUI_HOME: t.home, NODE_ENV: 'production' },
  })
  let printed = ''
  child.stdout.on('data', (text) => {
    printed += text
  })
  const ended = new Promise<number | null>((resolve, reject) => child.once('error', reject).once('close', resolve))
  let peakMb = 0
  const looking = setInterval(() => void memoryMb(child.pid).then((mb) => (peakMb = Math.max(peakMb, mb))), LOOK_EVERY_MS)
  const status = await ended
  clearInterval(looking)
  if (status !== 0) throw new Error(`the import ended with ${status}: ${printed}`)
  return { peakMb }
}

/** Linux keeps the peak itself; elsewhere what it holds right now. */
async function memoryMb(pid: number | undefined): Promise<number> {
  if (process.platform === 'linux') {
    try {
      const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
      return (Number(kilobytes ?? 0) * 1024) / 1e6
    } catch {
      return 0
    }
  }
  const { output } = await runCommand('ps', ['-o', 'rss=', '-p', String(pid)], { cwd: '/' })
  return ((Number(output.trim()) || 0) * 1024) / 1e6
}

/** From the person's start to the last row, as the product itself tells. */
async function importSeconds(t: TestTeam): Promise<number> {
  const run = await t.read((reader) =>
    reader.maybe<{ state: string; seconds: number }>(
      sql`select state, extract(epoch from finished_at - created_at)::float8 as seconds from import_runs where merchant_id = ${reader.merchantId}`,
    ),
  )
  if (run?.state !== 'finished') throw new Error(`the import is ${run?.state}`)
  return run.seconds
}
