/** How fast a whole log is checked: inside by verify-log, outside by the stand-alone verifier, on entries as a busy shop makes them. */
import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createWriteStream, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { inMerchant, sql } from '#kernel/db.ts'
import { exportLog } from '#kernel/log-export.ts'
import { entryText } from '#kernel/log-row-text.ts'
import { logPublicKey, readLogKey, SEAL_BATCH, sealLog } from '#kernel/log-sealer.ts'
import { verifyLog } from '#kernel/verify-log.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { type BenchOptions, median, type Row } from './row.ts'

const TARGET_PER_SECOND = { inside: 100_000, outside: 50_000 }
const ROUNDS = 3
const standalone = path.join(import.meta.dirname, '..', 'tools', 'verify-log-standalone.mjs')

export async function logBench({ quick }: BenchOptions): Promise<Row[]> {
  const count = quick ? 50_000 : 500_000
  const t = await aTeam({ environment: { NODE_ENV: 'production' } })
  const folder = mkdtempSync(path.join(tmpdir(), 'zhanggui-log-bench-'))
  try {
    await fillLog(t, count)
    const file = path.join(folder, 'log.jsonl')
    await writeExport(t, file)
    return [await measureInside(t, count), await measureOutside(file, count)]
  } finally {
    await t.drop()
    rmSync(folder, { recursive: true, force: true })
  }
}

const perSecond = async (count: number, work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now()
  await work()
  return (count / (performance.now() - started)) * 1000
}

/** Floor: the same rows of both tables are read in the same form, and nobody looks at them. */
async function measureInside(t: TestTeam, count: number): Promise<Row> {
  const { database } = t.app.kernel
  const [ours, floors]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    floors.push(await perSecond(count, () => bareRead(t, count)))
    ours.push(
      await perSecond(count, async () => {
        const { problem, entries } = await verifyLog(database, t.merchantId, logPublicKey(t.home))
        if (problem || entries <= count) throw new Error(`the log of the benchmark is not good: ${JSON.stringify(problem)}`)
      }),
    )
  }
  return rowOf('verify-log: entries checked', median(ours), median(floors), TARGET_PER_SECOND.inside)
}

/** Floor: SHA-256 over the same bytes, line by line. */
async function measureOutside(file: string, count: number): Promise<Row> {
  const [ours, floors]: [number[], number[]] = [[], []]
  const run = promisify(execFile)
  for (let round = 0; round < ROUNDS; round += 1) {
    const lines = readFileSync(file, 'utf8').split('\n')
    floors.push(
      await perSecond(count, async () => {
        for (const line of lines) createHash('sha256').update(line).digest()
      }),
    )
    ours.push(await perSecond(count, () => run(process.execPath, [standalone, 'export', file])))
  }
  return rowOf('stand-alone verifier: entries of an export checked', median(ours), median(floors), TARGET_PER_SECOND.outside)
}

const rowOf = (name: string, value: number, floor: number, target: number): Row => ({
  ...{ name, value, unit: 'entries/s', floor, ratio: value / floor },
  ...{ target: `≥ ${target.toLocaleString('en')}/s`, pass: value >= target },
})

async function bareRead(t: TestTeam, count: number): Promise<void> {
  await inMerchant(t.app.kernel.database, t.merchantId, 'snapshot', async (reader) => {
    for (let from = 0; from < count; from += 500)
      await reader.rows(sql`
        select string_agg(concat_ws(chr(31), l.seq, l.leaf_hash, l.entry_id, ${entryText}), chr(30) order by l.seq) from log_leaves l
        left join lateral (select f.* from log_entries f where f.merchant_id = ${t.merchantId} and f.entry_id = l.entry_id offset 0) e on true
        where l.merchant_id = ${t.merchantId} and l.seq >= ${from} and l.seq < ${from + 500}`)
  })
}

async function writeExport(t: TestTeam, file: string): Promise<void> {
  const out = createWriteStream(file)
  await exportLog(t.app.kernel.database, t.merchantId, logPublicKey(t.home), async (lines) => {
    if (!out.write(lines)) await once(out, 'drain')
  })
  out.end()
  await once(out, 'finish')
}

/** Forty persons on a working day: parcels reviewed and shipped, some settings changed, some receivers revealed. */
async function fillLog(t: TestTeam, count: number): Promise<void> {
  const owner = new pg.Client(t.address)
  await owner.connect()
  await owner.query(
    `with made as (
      insert into log_entries (merchant_id, entry_id, version, at, kind, operation, outcome, actor_kind, actor_id, actor_name, via, session_id, ip,
        user_agent, request_id, why, objects, before, after, details)
      select $1, (lpad(to_hex(n), 8, '0') || substr(md5(n::text), 9))::uuid, 2, timestamptz '2026-11-01 08:00+08' + n * interval '130 milliseconds',
        case when n % 50 = 0 then 'reveal' else 'command' end,
        case when n % 50 = 0 then 'orders.revealReceiver' when n % 3 = 0 then 'fulfilment.shipParcels' else 'orders.approveParcels' end,
        'done', 'person', md5((n % 40)::text)::uuid::text, '员工' || n % 40, 'web', md5((n % 60)::text)::uuid::text, '192.0.2.' || n % 40,
        'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/153.0.0.0 Safari/537.36',
        md5('r' || n)::uuid::text, jsonb_build_array(jsonb_build_object('grantId', md5('g' || n % 40)::uuid, 'role', 'orderReviewer')),
        jsonb_build_array(jsonb_build_object('kind', 'parcel', 'id', md5('p' || n)::uuid)),
        case when n % 20 = 0 then jsonb_build_object('state', 'awaiting', 'priceFen', n) end,
        case when n % 20 = 0 then jsonb_build_object('state', 'approved', 'priceFen', n + 1) end,
        jsonb_build_object('done', 1, 'refused', '[]'::jsonb, 'reason', '备注' || n)
      from generate_series(1, $2::int) n returning merchant_id, entry_id)
    insert into log_pending select merchant_id, entry_id from made`,
    [t.merchantId, count],
  )
  await owner.query('vacuum (analyze) log_entries, log_pending')
  const key = readLogKey(t.home)
  while ((await sealLog(t.app.kernel.database, t.merchantId, key)) === SEAL_BATCH);
  await owner.query('vacuum (analyze)')
  await owner.end()
}
