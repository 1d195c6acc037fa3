/** The stand-alone verifier as an outsider runs it: node, one file, what the merchant handed out, and nothing of ours. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { exportLog } from '#kernel/log-export.ts'
import { logPurgeModule } from '#kernel/log-purge.ts'
import { logPublicKey, readLogKey, sealLog } from '#kernel/log-sealer.ts'
import type { Command } from '#kernel/operation.ts'
import { joinNotes } from '#kernel/signed-note.ts'
import { addSku } from '#modules/catalog/operations/add-sku.ts'
import { proveLogEntry } from '#modules/team/log/operations/prove-log-entry.ts'
import { proveLogGrowth } from '#modules/team/log/operations/prove-log-growth.ts'
import { readLog } from '#modules/team/log/operations/read-log.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'

type Ended = { code: number; out: string }
const folder = mkdtempSync(path.join(tmpdir(), 'zhanggui-verifier-'))
// Alone in an empty folder: nothing of the project can be imported from there.
const script = path.join(folder, 'verify-log.mjs')
let t: TestTeam
let lines: string[]
let key: string
let made = 0
before(async () => {
  copyFileSync(path.join(import.meta.dirname, 'verify-log-standalone.mjs'), script)
  t = await aTeam({ startAt: new Date(Date.now() - 200 * 24 * 3600_000) })
  await t.call('owner', readLog, {})
  await act(300)
  t.clock.now = new Date()
  await t.callAsSystem(logPurgeModule().operations[1] as Command, {})
  await act(12)
  await act(1, false)
  lines = await exported()
  key = JSON.parse(lines[0] ?? '').verifierKey
})
after(async () => {
  await t.drop()
  rmSync(folder, { recursive: true })
})

async function act(times: number, isSealed = true): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    made += 1
    await t.call('owner', addSku, { code: `V${made}`, title: '“商品” \\ ', variant: '', minPriceFen: null, weightGrams: null })
  }
  if (isSealed) await sealLog(t.app.kernel.database, t.merchantId, readLogKey(t.home))
}
async function exported(): Promise<string[]> {
  let text = ''
  await exportLog(t.app.kernel.database, t.merchantId, logPublicKey(t.home), async (more) => {
    text += more
  })
  return text.trimEnd().split('\n')
}
const run = (...words: string[]): Promise<Ended> =>
  new Promise((resolve) => {
    execFile(process.execPath, [script, ...words], { cwd: folder }, (error, out, err) =>
      resolve({ code: error ? Number(error.code) : 0, out: out + err }),
    )
  })
function saved(name: string, text: string): string {
  writeFileSync(path.join(folder, name), text)
  return path.join(folder, name)
}
const check = (changed: string[], ...words: string[]) =>
  run('export', saved('log.jsonl', `${changed.join('\n')}\n`), '--key', key, ...words)
/** The line of a leaf, and the export with that line put differently. */
const at = (seq: number) => lines.findIndex((line) => line.startsWith(`{"seq":"${seq}"`))
const changed = (seq: number, change: (line: string) => string): string[] => lines.with(at(seq), change(lines[at(seq)] ?? ''))
const notes = () => lines.flatMap((line) => (line.startsWith('{"checkpoint"') ? [JSON.parse(line).checkpoint as string] : []))

test('an untouched export is good, and says what it holds', async () => {
  const { code, out } = await check(lines)
  assert.equal(code, 0, out)
  assert.match(out, /zhanggui\/log\/\d+: 315 entries \(1 purged\), 2 checkpoints, 1 not sealed yet: all good/)
  assert.doesNotMatch(out, /taken from the file itself/)
  const unaware = await run('export', saved('log.jsonl', `${lines.join('\n')}\n`))
  assert.match(unaware.out, /The key was taken from the file itself/)
})

test('whatever is done to an export, the first bad entry is named', async () => {
  const purged = lines.findIndex((line) => line.includes('"purged"'))
  const purgedSeq = Number(JSON.parse(lines[purged] ?? '').seq)
  const forgedKey = key.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  const cases: [string[], RegExp][] = [
    [
      changed(7, (line) => line.replace(/V\d+/, 'VX')),
      /BAD at 7 \(entry [0-9a-f-]{36}\): the entry was changed after it was sealed/,
    ],
    [lines.toSpliced(at(7), 1), /BAD at 7: entry 7 is missing: the sequence jumps to 8/],
    [
      changed(7, (line) => `{"seq":"7","leaf":${/"leaf":("[^"]+")/.exec(line)?.[1]},"missing":true}`),
      /BAD at 7: the entry was deleted/,
    ],
    [lines.toSpliced(at(7), 0, lines[at(7)] ?? ''), /BAD at 8: entry 8 is missing: the sequence jumps to 7/],
    [
      lines.filter((line) => !line.startsWith('{"checkpoint"')),
      /BAD at 0: the last checkpoint covers 0 entries, the log has 315/,
    ],
    [lines.slice(0, 100), /BAD at 99: the export was cut/],
    [
      lines.with(purged, (lines[purged] ?? '').replace('logReading', 'command')),
      new RegExp(`BAD at ${purgedSeq} .* its tombstone is not`),
    ],
    [
      lines.with(purged, (lines[purged] ?? '').replace(/"purgeId":"./, '"purgeId":"x')),
      new RegExp(`BAD at ${purgedSeq} .* no purge in the log`),
    ],
    [
      lines.map((line) => (line.startsWith('{"checkpoint"') ? line.replace(/(.{20})\\n"}$/, 'AAAAAAAAAAAAAAAAAAAA\\n"}') : line)),
      /not signed/,
    ],
  ]
  for (const [text, problem] of cases) {
    const { code, out } = await check(text)
    assert.equal(code, 1, out)
    assert.match(out, problem)
  }
  assert.equal((await run('export', saved('log.jsonl', lines.join('\n')), '--key', forgedKey)).code, 2)
})

test('a log that was cut or written anew is found with a checkpoint the outsider kept', async () => {
  const kept = saved('kept.txt', joinNotes(notes()))
  assert.equal((await check(lines, '--checkpoints', kept)).code, 0)
  const firstSeal = lines.findIndex((line) => line.startsWith('{"checkpoint"'))
  const size = Number(JSON.parse(lines[firstSeal - 1] ?? '').seq) + 1
  const cut = [...lines.slice(0, firstSeal + 1), JSON.stringify({ end: { treeSize: String(size), waiting: 0 } })]
  assert.match(
    (await check(cut, '--checkpoints', kept)).out,
    new RegExp(`BAD at ${size}: the log was cut: a checkpoint you kept covers 315`),
  )
  const other = await aTeam()
  await sealLog(other.app.kernel.database, other.merchantId, readLogKey(t.home))
  let anew = ''
  await exportLog(other.app.kernel.database, other.merchantId, logPublicKey(t.home), async (more) => {
    anew += more
  })
  await other.drop()
  const { code, out } = await check(anew.trimEnd().split('\n'), '--checkpoints', kept)
  assert.deepEqual([code, /was cut|was rewritten/.test(out)], [1, true], out)
})

test('one entry is proved by its .tlog-proof file alone, and a changed entry, place or checkpoint is not', async () => {
  const { rows } = await t.call('owner', readLog, { operation: 'catalog.addSku' })
  const row = rows.find(({ seq }) => seq !== null)
  const { proof, verifierKey, entry } = await t.call('owner', proveLogEntry, { entryId: row?.entryId ?? '' })
  assert.equal(verifierKey, key)
  assert.equal(JSON.parse(entry).details.code, row?.details.code)
  const checkProof = (text: string) => run('proof', saved('one.tlog-proof', text), '--key', key)
  const good = await checkProof(proof)
  assert.match(good.out, new RegExp(`entry ${row?.entryId} is number ${row?.seq} of 31\\d in zhanggui/log/\\d+: all good`))
  const forgedEntry = Buffer.from(entry.replace(/V\d+/, 'VX')).toString('base64')
  for (const forged of [
    proof.replace(/^extra .*$/m, `extra ${forgedEntry}`),
    proof.replace(/^index .*$/m, 'index 3'),
    proof.replace(/^31\d$/m, '400'),
  ]) {
    assert.notEqual(forged, proof)
    assert.equal((await checkProof(forged)).code, 1)
  }
  assert.equal((await run('proof', path.join(folder, 'one.tlog-proof'))).code, 2, 'without a key a proof proves nothing')
})

test('the holder of an old checkpoint is shown that the log only grew', async () => {
  const old = saved('old.txt', joinNotes(notes().slice(0, 1)))
  const fromSize = Number(notes()[0]?.split('\n')[1])
  const growth = await t.call('owner', proveLogGrowth, { fromSize })
  const good = await run('growth', saved('growth.json', JSON.stringify(growth)), '--old', old, '--key', key)
  assert.match(good.out, /grew from 302 to 315 entries and changed none: all good/)
  const hashes = growth.hashes.with(0, Buffer.alloc(32).toString('base64'))
  const forged = await run('growth', saved('growth.json', JSON.stringify({ ...growth, hashes })), '--old', old)
  assert.match(forged.out, /BAD at 302: the newer log does not begin with the older one/)
})

test('the verifier asks nothing of our code or of any package', () => {
  const imports = [...readFileSync(script, 'utf8').matchAll(/from '([^']+)'/g)].map(([, name = '']) => name)
  assert.ok(imports.length > 0 && imports.every((name) => name.startsWith('node:')))
})
