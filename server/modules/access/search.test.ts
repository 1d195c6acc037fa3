/** A search finds exactly what would be permitted one by one; and a decision about a row is the one the operations themselves make. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { permissionCodes } from '#contract/permissions.ts'
import { Failure } from '#kernel/failure.ts'
import { leaveTraces } from '#modules/fulfilment/testing/traces.ts'
import { readParcel } from '#modules/orders/operations/read-parcel.ts'
import { aReachTeam, everyLimit, type ReachTeam, someGrants } from '#modules/orders/testing/reach-samples.ts'
import { evaluate } from './operations/evaluate.ts'
import { evaluateEach } from './operations/evaluate-each.ts'
import { searchActions } from './operations/search-actions.ts'
import { searchResources } from './operations/search-resources.ts'
import { searchSubjects } from './operations/search-subjects.ts'
import { everywhereScope } from './testing/everywhere-scope.ts'

let team: ReachTeam
before(async () => {
  team = await aReachTeam(30)
  await leaveTraces(team.t)
})
after(() => team.drop())

type Entity = { type: string; id: string }
type Page = { page: { next_token: string; count: number }; results: { id?: string; name?: string }[] }
/** All results, a few at a time. */
async function allOf(search: (page: { limit: number; token?: string }) => Promise<Page>): Promise<string[]> {
  const found: string[] = []
  for (let token: string | undefined; ; ) {
    const { page, results } = await search({ limit: 7, ...(token ? { token } : {}) })
    assert.equal(page.count, results.length)
    assert.ok(results.length <= 7)
    found.push(...results.map(({ id, name }) => id ?? name ?? ''))
    if (page.next_token === '') return found
    token = page.next_token
  }
}
async function permitted(questions: { subject: Entity; action: string; resource: Entity }[]): Promise<boolean[]> {
  if (questions.length === 0) return []
  const evaluations = questions.map(({ action, ...question }) => ({ ...question, action: { name: action } }))
  const answer = await team.t.call('owner', evaluateEach, { evaluations })
  return (answer.evaluations ?? []).map(({ decision }) => decision)
}
const among = (ids: string[], decisions: boolean[]): string[] => ids.filter((_, place) => decisions[place])
const idsOf = (kind: string): Promise<string[]> =>
  team.t.read((reader) => {
    const rows = team.t.app.kernel.world.rowKinds.get(kind) ?? assert.fail(kind)
    return rows.ids(reader, everywhereScope(team.t), { after: null, limit: 1000, now: team.t.clock.now })
  })

const asked = fc.record({
  action: fc.constantFrom(
    'orders.approveParcels',
    'orders.view',
    'shops.view',
    'team.view',
    'team.freezeStaff',
    'fulfilment.view',
    'orders.readParcel',
  ),
  kind: fc.constantFrom('parcel', 'shop', 'warehouse', 'order', 'account', 'sheet', 'writeBack', 'message'),
})

const questionsOfRows = (['parcel', 'order'] as const).map((kind) => ({ action: 'orders.view' as const, kind }))

test('whatever somebody holds: resources, subjects and actions found are those permitted one by one', async () => {
  const { t } = team
  let foundCount = 0
  await fc.assert(
    fc.asyncProperty(
      someGrants(team),
      fc.array(asked, { minLength: 3, maxLength: 6 }),
      async ({ grants, departmentId }, questions) => {
        const { accountId } = await team.actor(grants, departmentId)
        const subject = { type: 'account', id: accountId }
        for (const { action, kind } of questions) {
          const ids = await idsOf(kind)
          const wanted = among(ids, await permitted(ids.map((id) => ({ subject, action, resource: { type: kind, id } }))))
          const found = await allOf((page) =>
            t.call('owner', searchResources, { subject, action: { name: action }, resource: { type: kind }, page }),
          )
          assert.deepEqual(found, wanted, `${action} on each ${kind}`)
          foundCount += found.length
          const [id] = ids
          if (id === undefined) continue
          const resource = { type: kind, id }
          const people = await idsOf('account')
          const may = among(
            people,
            await permitted(people.map((person) => ({ subject: { type: 'account', id: person }, action, resource }))),
          )
          assert.deepEqual(
            await allOf((page) =>
              t.call('owner', searchSubjects, { subject: { type: 'account' }, action: { name: action }, resource, page }),
            ),
            may,
            `who may ${action} on one ${kind}`,
          )
        }
        const resource = { type: 'parcel', id: (await idsOf('parcel'))[0] ?? '' }
        const names = [...new Set([...t.app.operations.keys(), ...permissionCodes])].sort()
        const may = among(names, await permitted(names.map((action) => ({ subject, action, resource }))))
        assert.deepEqual(await allOf((page) => t.call('owner', searchActions, { subject, resource, page })), may)
      },
    ),
    { numRuns: 20, examples: everyLimit(team).map(([held]): [typeof held, typeof questionsOfRows] => [held, questionsOfRows]) },
  )
  assert.ok(foundCount > 40, `${foundCount} found: searches must have found something often`)
})

test('acts as such and operations as things are searched the same way', async () => {
  const { t } = team
  const { accountId } = await team.actor([{ role: 'orderReviewer' }], undefined)
  const subject = { type: 'account', id: accountId }
  const names = [...t.app.operations.keys()].sort()
  const may = among(names, await permitted(names.map((id) => ({ subject, action: 'call', resource: { type: 'operation', id } }))))
  assert.ok(may.includes('orders.approveParcels') && !may.includes('team.freezeStaff'))
  const call = { name: 'call' }
  assert.deepEqual(
    await allOf((page) => t.call('owner', searchResources, { subject, action: call, resource: { type: 'operation' }, page })),
    may,
  )
  const own = { type: 'merchant', id: 'own' }
  const all = await allOf((page) => t.call('owner', searchActions, { subject, resource: own, page }))
  assert.deepEqual(
    all.filter((name) => t.app.operations.has(name)),
    may,
  )
  const resource = { type: 'operation', id: 'orders.approveParcels' }
  assert.deepEqual((await t.call('owner', searchActions, { subject, resource })).results, [{ name: 'call' }])
})

test('whatever somebody holds: a parcel is read exactly when the decision says so', async () => {
  const { t } = team
  const seen = { true: 0, false: 0 }
  await fc.assert(
    fc.asyncProperty(someGrants(team), async ({ grants, departmentId }) => {
      const who = await team.actor(grants, departmentId)
      for (const { parcelId } of (await team.parcels()).slice(0, 12)) {
        const really = await t.call(who, readParcel, { parcelId }).then(
          () => true,
          (error: unknown) => {
            if (error instanceof Failure && ['notFound', 'notPermitted'].includes(error.definition.code)) return false
            throw error
          },
        )
        const question = { subject: { type: 'account', id: who.accountId }, action: { name: 'orders.readParcel' } }
        const told = await t.call('owner', evaluate, { ...question, resource: { type: 'parcel', id: parcelId } })
        assert.equal(told.decision, really, JSON.stringify({ told, grants }))
        seen[`${really}`] += 1
      }
    }),
    { numRuns: 12, examples: everyLimit(team) },
  )
  assert.ok(seen.true > 10 && seen.false > 10, JSON.stringify(seen))
})
