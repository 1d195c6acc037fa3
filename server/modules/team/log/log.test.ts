import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { z } from 'zod'
import type { LogRowView, log } from '#contract/log.ts'
import type { Principal } from '#kernel/access.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { readLogKey, sealLog } from '#kernel/log-sealer.ts'
import { type Caller, runOperation } from '#kernel/run-operation.ts'
import { addSku } from '#modules/catalog/operations/add-sku.ts'
import { aTeam, type TestTeam, type Who } from '#server/testing/team.ts'
import { createDepartment } from '../departments/operations/create-department.ts'
import { accountCaller } from '../identity.ts'
import { freezeStaff } from '../operations/freeze-staff.ts'
import { renameStaff } from '../operations/rename-staff.ts'
import { unfreezeStaff } from '../operations/unfreeze-staff.ts'
import { proveLogEntry } from './operations/prove-log-entry.ts'
import { proveOwnLogEntry } from './operations/prove-own-log-entry.ts'
import { readLog } from './operations/read-log.ts'
import { readOwnLog } from './operations/read-own-log.ts'

type Search = z.input<typeof log.readLog.input>
let t: TestTeam
let sales: string
let supervisor: string
let clerk: string
let stranger: string
before(async () => {
  t = await aTeam()
  sales = (await t.call('owner', createDepartment, { name: '销售部', parentId: null, duties: '' })).departmentId
  supervisor = await t.staff('主管', [{ role: 'supervisor', range: 'department', departmentId: sales }], sales)
  clerk = await t.staff('小王', [{ role: 'designer' }], sales)
  stranger = await t.staff('小赵', [{ role: 'designer' }])
  for (const accountId of [clerk, stranger, clerk]) await sell(accountId)
})
after(() => t.drop())

let made = 0
const sku = (code: string) => ({ code, title: '商品', variant: '', minPriceFen: null, weightGrams: null })
function sell(accountId: string) {
  made += 1
  return t.call({ accountId }, addSku, sku(`G${made}`))
}
const search = async (input: Search, who: Who = 'owner'): Promise<LogRowView[]> => (await t.call(who, readLog, input)).rows
const actors = (rows: LogRowView[]) => [...new Set(rows.map(({ actorId }) => actorId))].sort()
const isRefused = (code: string) => (error: unknown) => error instanceof Failure && error.definition.code === code
const callAs = (change: Partial<Principal>, details: Partial<Caller> = {}): Caller => {
  const caller = accountCaller(t.merchantId, clerk, { via: 'mcp', ip: '192.0.2.9', language: 'zh', requestId: newId() })
  return {
    ...caller,
    ...details,
    identify: async (tx, now) => {
      const known = await caller.identify(tx, now)
      return { ...known, principal: { ...known.principal, ...change } }
    },
  }
}
test('the owner sees everybody’s entries, a supervisor those of the own department, everybody else none but their own', async () => {
  assert.deepEqual(actors(await search({ operation: 'catalog.addSku' })), [clerk, stranger].sort())
  assert.deepEqual(actors(await search({ operation: 'catalog.addSku' }, { accountId: supervisor })), [clerk])
  await assert.rejects(search({}, { accountId: clerk }), isRefused('notPermitted'))
  const own = await t.call({ accountId: clerk }, readOwnLog, { kind: 'command' })
  assert.deepEqual([own.rows.length, actors(own.rows)], [2, [clerk]])
  const nobody = await t.call({ accountId: clerk }, readOwnLog, { objectKind: 'account', objectId: stranger })
  assert.deepEqual(nobody.rows, [])
})

test('a proof is given of what one may see, and of nothing else', async () => {
  await sealLog(t.app.kernel.database, t.merchantId, readLogKey(t.home))
  const all = await search({ operation: 'catalog.addSku' })
  const [ofClerk, ofStranger] = [clerk, stranger].map((id) => all.find(({ actorId }) => actorId === id)?.entryId ?? '')
  const ask = (who: Who, entryId = '') => t.call(who, proveLogEntry, { entryId })
  assert.match((await ask('owner', ofStranger)).proof, /^c2sp\.org\/tlog-proof@v1\n/)
  assert.match((await ask({ accountId: supervisor }, ofClerk)).entry, /"actorName":"小王"/)
  await assert.rejects(ask({ accountId: supervisor }, ofStranger), isRefused('notFound'))
  const own = (entryId = '') => t.call({ accountId: clerk }, proveOwnLogEntry, { entryId })
  assert.ok((await own(ofClerk)).proof)
  await assert.rejects(own(ofStranger), isRefused('notFound'))
  await sell(clerk)
  const [latest] = await search({ operation: 'catalog.addSku' })
  assert.equal(latest?.seq, null)
  await assert.rejects(ask('owner', latest?.entryId), isRefused('logNotSealedYet'))
})

test('a search by person finds what they did, what was done for them and what was done to them', async () => {
  await t.call('owner', freezeStaff, { accountIds: [stranger] })
  await t.call('owner', unfreezeStaff, { accountIds: [stranger] })
  await runOperation(
    t.app.kernel,
    addSku,
    sku('AGENT'),
    callAs({ kind: 'agent', onBehalfOf: { accountId: stranger, name: '小赵' } }),
  )
  const rows = await search({ personId: stranger })
  const seen = rows.map(({ operation, actorId }) => `${operation} ${actorId === stranger ? 'did' : 'other'}`)
  for (const one of ['catalog.addSku did', 'catalog.addSku other', 'team.freezeStaff other', 'team.unfreezeStaff other'])
    assert.ok(seen.includes(one), `${one} in ${seen}`)
  assert.ok(rows.every((row) => row.actorId === stranger || row.onBehalfOf?.accountId === stranger || row.objects.length > 0))
  const own = await t.call({ accountId: stranger }, readOwnLog, { operation: 'catalog.addSku' })
  assert.deepEqual(
    own.rows.map(({ onBehalfOf }) => onBehalfOf?.name ?? null),
    ['小赵', null],
  )
})

test('an entry tells by which app, for whom and from which program; a search by app finds it', async () => {
  const app = { appId: 'print-helper', name: '打印助手' }
  await runOperation(t.app.kernel, addSku, sku('APP'), callAs({ app }, { userAgent: 'PrintHelper/2.1' }))
  const [row, ...others] = await search({ appId: 'print-helper' })
  assert.deepEqual([others.length, row?.app, row?.userAgent, row?.ip, row?.via], [0, app, 'PrintHelper/2.1', '192.0.2.9', 'mcp'])
  assert.deepEqual([row?.kind, row?.actorId, row?.requestId.length], ['command', clerk, 36])
  assert.deepEqual((await search({ requestId: row?.requestId ?? '' })).length, 1)
})

test('searches by kind, outcome, time and several operations are kept apart, and joined when given together', async () => {
  await assert.rejects(t.call({ accountId: stranger }, freezeStaff, { accountIds: [clerk] }), isRefused('notPermitted'))
  const refusals = await search({ kind: 'refusal', personId: stranger })
  assert.deepEqual(
    refusals.map(({ operation, outcome }) => [operation, outcome]),
    [['team.freezeStaff', 'refused']],
  )
  assert.deepEqual(refusals[0]?.objects, [{ kind: 'account', id: clerk, name: '小王' }], 'also what was wanted')
  assert.deepEqual(await search({ kind: 'reveal' }), [])
  assert.ok((await search({ operations: ['team.freezeStaff', 'team.unfreezeStaff'] })).length >= 3)
  assert.deepEqual(await search({ operations: [] }), [])
  assert.deepEqual(await search({ to: '2020-01-01T00:00:00.000Z' }), [])
  assert.ok((await search({ from: '2020-01-01T00:00:00.000Z' })).length > 3)
  assert.deepEqual(await search({ kind: 'refusal', outcome: 'done' }), [])
})

test('reading the log is in the log, with what was looked for', async () => {
  await search({ kind: 'reveal', personId: clerk })
  const [reading] = await search({ kind: 'logReading' })
  assert.deepEqual([reading?.operation, reading?.details], ['team.readLog', { kind: 'reveal', personId: clerk, page: 'first' }])
  await t.call({ accountId: clerk }, readOwnLog, {})
  const [own] = await search({ kind: 'logReading', actorId: clerk })
  assert.equal(own?.operation, 'team.readOwnLog')
})

test('what an act changed stands in its entry, field by field, before and after', async () => {
  await t.call('owner', renameStaff, { accountId: clerk, version: 1, name: '王小明' })
  const [renamed] = await search({ operation: 'team.renameStaff' })
  assert.deepEqual([renamed?.before, renamed?.after], [{ name: '小王' }, { name: '王小明' }])
  await t.call('owner', freezeStaff, { accountIds: [clerk] })
  const [frozen] = await search({ operation: 'team.freezeStaff', objectId: clerk, outcome: 'done' })
  assert.deepEqual([frozen?.before, frozen?.after], [{ [clerk]: 'active' }, { [clerk]: 'frozen' }])
  await t.call('owner', unfreezeStaff, { accountIds: [clerk] })
})

test('pages of a search follow each other without a gap or a repetition', async () => {
  for (let n = 0; n < 55; n += 1) await sell(stranger)
  const first = await t.call('owner', readLog, { actorId: stranger, operation: 'catalog.addSku' })
  const second = await t.call('owner', readLog, { actorId: stranger, operation: 'catalog.addSku', cursor: first.next })
  const ids = [...first.rows, ...second.rows].map(({ entryId }) => entryId)
  assert.deepEqual([first.rows.length, second.next, new Set(ids).size], [50, null, ids.length])
})
