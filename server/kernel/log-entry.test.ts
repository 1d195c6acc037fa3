import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { entryOf, type LogRow, type NewLogEntry, writeLogEntry } from './audit-log.ts'
import { inMerchant, sql } from './db.ts'
import { newId } from './ids.ts'
import { canonicalJson, entryLeaf } from './log-entry.ts'
import { changedFields } from './log-notes.ts'
import { canonicalRow, entryText, SEPARATOR } from './log-row-text.ts'
import { leafHash } from './merkle.ts'
import { triedObjects } from './tried-objects.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const entry = (change: Partial<NewLogEntry>): NewLogEntry => ({
  ...{
    at: '2026-11-30T08:00:00.120Z',
    operation: 'test.act',
    outcome: 'done',
    actorKind: 'person',
    actorId: newId(),
    actorName: '小王',
  },
  ...{ via: 'web', sessionId: null, ip: '2001:db8::1', requestId: newId(), why: [], objects: [], details: {} },
  ...change,
})
/** Everything that could be written in two ways. */
const awkward: Partial<NewLogEntry>[] = [
  {},
  { at: '2026-11-30T08:00:00.000Z', sessionId: newId(), userAgent: 'Mozilla/5.0 "quoted" \\ \u2028 😀' },
  { app: { appId: 'a"b', name: '打印助手' }, onBehalfOf: { accountId: newId(), name: '老板' }, kind: 'reveal' },
  { app: { appId: '', name: '' }, outcome: 'refused' },
  { actorName: 'a\x1fb\x1ec\n\x7f', userAgent: '\x1f', app: { appId: 'x', name: '\x1e' } },
  {
    before: { price: 12.5, big: 1e21, small: 1e-7, zero: 0, 汉: '字', ab: 1, b: { z: 1, a: [] } },
    after: { 'a\nb': null, é: '\t', aa: 1 },
  },
  {
    details: { list: [3, { b: 2, a: 1 }, 'x'], deep: { 'key"': { 10: true, 9: false } } },
    why: [{ grantId: 'g', role: '角色' }],
  },
  {
    objects: [
      { kind: 'parcel', id: '1' },
      { kind: 'order', id: '"2"' },
    ],
    before: {},
    after: {},
  },
]

test('the fast way from a row to what is hashed gives the bytes of the slow one, whatever stands in the entry', async () => {
  await t.write(async (tx) => {
    for (const change of awkward) await writeLogEntry(tx, entry(change))
    // As the first version of the program wrote it.
    await tx.write(sql`
      insert into log_entries (merchant_id, entry_id, version, at, kind, operation, outcome, actor_kind, actor_id, actor_name, via, ip, request_id, why, objects, details)
      values (${tx.merchantId}, ${newId()}, 1, '2026-01-02 03:04:05.6+00', 'command', 'test.old', 'done', 'person', 'x', '旧', 'cli', '', 'r', '[]', '[{"id": "1", "kind": "shop"}]', '{"b": 1, "a": 2}')`)
  })
  const [slow, fast] = await inMerchant(t.app.kernel.database, t.merchantId, 'snapshot', async (reader) => {
    await reader.rows(sql`set local timezone = 'UTC'`)
    return Promise.all([
      reader.rows<LogRow>(sql`select * from log_entries e where e.merchant_id = ${reader.merchantId} order by e.entry_id`),
      reader.rows<{ text: string }>(
        sql`select ${entryText} as text from log_entries e where e.merchant_id = ${reader.merchantId} order by e.entry_id`,
      ),
    ])
  })
  assert.ok(slow.length > awkward.length)
  for (const [place, row] of slow.entries()) {
    const wanted = canonicalJson(entryOf(row))
    const seen = canonicalRow((fast[place]?.text ?? '').split(SEPARATOR))
    assert.equal(seen.entry, wanted)
    assert.equal(leafHash(seen.leafData), entryLeaf(entryOf(row), wanted))
  }
})

test('a row that claims more than its version could hold does not hash to what was sealed', async () => {
  const [old] = await t.read((reader) =>
    reader.rows<{ text: string }>(
      sql`select ${entryText} as text from log_entries e where e.merchant_id = ${reader.merchantId} and e.version = 1`,
    ),
  )
  const row = (old?.text ?? '').split(SEPARATOR)
  const seen = canonicalRow(row).entry
  for (const place of [9, 11, 16, 20]) assert.notEqual(canonicalRow(row.with(place, '"x"')).entry, seen)
  assert.equal(canonicalRow([...row, 'more']).leafData, '')
})

test('of a change only the fields that differ are told, and a second change adds to the first', () => {
  const first = changedFields({ name: '甲', state: 'active', shops: ['1'] }, { name: '乙', state: 'active', shops: ['1'] })
  assert.deepEqual(first, { before: { name: '甲' }, after: { name: '乙' } })
  assert.deepEqual(changedFields({ role: null }, { role: 'marketer' }, first), {
    before: { name: '甲', role: null },
    after: { name: '乙', role: 'marketer' },
  })
})

test('a refused request names what it wanted to touch', () => {
  assert.deepEqual(
    triedObjects({ accountId: 'a', parcelIds: ['p', 'q', 'p'], reason: 'x', rows: [{ skuId: 's', deep: [{ shopId: 'z' }] }] }),
    [
      { kind: 'account', id: 'a' },
      { kind: 'parcel', id: 'p' },
      { kind: 'parcel', id: 'q' },
      { kind: 'sku', id: 's' },
    ],
  )
  assert.deepEqual(triedObjects(null), [])
  assert.equal(triedObjects({ parcelIds: Array.from({ length: 500 }, (_, n) => String(n)) }).length, 100)
})
