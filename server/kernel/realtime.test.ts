import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import WebSocket, { WebSocketServer } from 'ws'
import { errors } from '#contract/errors.ts'
import type { Permission } from '#contract/permissions.ts'
import { everywhere, type IdReach, type Principal, unlimitedGrant } from '#kernel/access.ts'
import type { EventFact } from '#kernel/events.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { createMetrics } from '#kernel/metrics.ts'
import { createRealtime, type Realtime, visibleFact } from '#kernel/realtime.ts'
import type { Caller } from '#kernel/run-operation.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'

const CHANGED = 'team.accountChanged'
let t: TestTeam
let server: WebSocketServer
let realtime: Realtime
const metrics = createMetrics()
before(async () => {
  t = await aTeam()
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  await once(server, 'listening')
  realtime = createRealtime(t.app.kernel, metrics, CHANGED)
})
after(async () => {
  realtime.close()
  for (const socket of server.clients) socket.terminate()
  server.close()
  await t.drop()
})

const accountId = newId()
const holding = (shops: IdReach, permissions: Permission[], epoch = 1): Principal => ({
  kind: 'person',
  merchantId: t.merchantId,
  accountId,
  name: 'a',
  isOwner: false,
  epoch,
  grants: [{ ...unlimitedGrant('g', permissions), reach: { ...everywhere, shops } }],
})
const fact = (shopIds: string[], kind = 'orders.parcelsChanged'): EventFact => ({
  kind,
  permission: 'orders.view',
  shopIds,
  ids: ['p1'],
})
const caller = (identify: () => Promise<Principal>): Caller => ({
  merchantId: t.merchantId,
  identify: async () => ({ principal: await identify(), sessionId: null }),
  via: 'web',
  ip: '',
  language: 'zh',
  requestId: 'r',
})
async function connected(): Promise<{ here: WebSocket; there: WebSocket }> {
  const there = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`)
  const [[here]] = await Promise.all([once(server, 'connection'), once(there, 'open')])
  return { here: here as WebSocket, there }
}
const openCount = async () => (await metrics.openSockets.get()).values[0]?.value ?? 0
const publish = (...facts: EventFact[]) => t.app.kernel.hub.publish(t.merchantId, facts)
const accountChanged = (): EventFact => ({ kind: CHANGED, permission: 'team.view', shopIds: [], ids: [accountId] })

test('a locked session hears nothing: it gets no seat, and loses the one it had', async () => {
  const { here, there } = await connected()
  let hindrance: typeof errors.sessionLocked | null = errors.sessionLocked
  const session: Caller = {
    ...caller(async () => holding('all', ['orders.view'])),
    identify: async () => ({ principal: holding('all', ['orders.view']), sessionId: null, hindrance }),
  }
  await assert.rejects(realtime.seat(here, session))
  hindrance = null
  await realtime.seat(here, session)
  hindrance = errors.sessionLocked
  const closed = once(there, 'close')
  publish(accountChanged())
  assert.equal((await closed)[0], 4401)
})

test('who reaches some shops hears ids only of facts that lie wholly inside them', () => {
  const some = holding(new Set(['a']), ['orders.view'])
  const all = holding('all', ['orders.view'])
  const cases: [Principal, string[], { shopIds: string[]; ids: string[] } | undefined][] = [
    [some, ['a'], { shopIds: ['a'], ids: ['p1'] }],
    [some, ['a', 'b'], { shopIds: ['a'], ids: [] }],
    [some, ['b'], undefined],
    [some, [], { shopIds: [], ids: [] }],
    [all, [], { shopIds: [], ids: ['p1'] }],
    [all, ['b'], { shopIds: ['b'], ids: ['p1'] }],
    [holding('all', ['catalog.view']), ['a'], undefined],
  ]
  for (const [principal, shopIds, told] of cases) {
    const seen = visibleFact(principal, fact(shopIds))
    assert.deepEqual(seen && { shopIds: seen.shopIds, ids: seen.ids }, told)
  }
})

test('a page that closed before it was known who opened it leaves no seat behind', async () => {
  const identified = Promise.withResolvers<Principal>()
  const { here, there } = await connected()
  const seated = realtime.seat(
    here,
    caller(() => identified.promise),
  )
  there.close()
  await once(here, 'close')
  identified.resolve(holding('all', []))
  await seated
  assert.equal(await openCount(), 0)
})

test('a check that could not be made sends the page away to come back; only an ended session is told to be over', async () => {
  const failures = [() => Promise.reject(new Error('no database')), () => fail(errors.accountFrozen)]
  for (const [failure, code] of [
    [failures[0], 1013],
    [failures[1], 4401],
  ] as const) {
    let asked = 0
    const { here, there } = await connected()
    await realtime.seat(
      here,
      caller(async () => {
        asked += 1
        return asked > 1 && failure ? failure() : holding('all', [])
      }),
    )
    const closed = once(there, 'close')
    publish(accountChanged())
    assert.equal((await closed)[0], code)
  }
})

test('of two checks that overtake each other the newer rights hold', async () => {
  const answers = [Promise.withResolvers<Principal>(), Promise.withResolvers<Principal>()]
  let asked = 0
  const { here, there } = await connected()
  const told: string[] = []
  there.on('message', (text) => told.push(...JSON.parse(String(text)).facts.map(({ kind }: { kind: string }) => kind)))
  await realtime.seat(
    here,
    caller(async () => answers[asked++ - 1]?.promise ?? holding('all', ['orders.view'])),
  )
  publish(accountChanged())
  publish(accountChanged())
  while (asked < 3) await turn()
  const { pool } = t.app.kernel.database
  answers[1]?.resolve(holding('all', ['catalog.view'], 3))
  while (pool.totalCount - pool.idleCount > 1) await turn()
  answers[0]?.resolve(holding('all', ['orders.view'], 2))
  while (pool.totalCount > pool.idleCount) await turn()
  await turn()
  publish(fact([]), { ...fact([], 'catalog.skusChanged'), permission: 'catalog.view' })
  while (!told.includes('catalog.skusChanged')) await once(there, 'message')
  assert.deepEqual(told, ['catalog.skusChanged'])
})
