/** The owner looks through somebody else's eyes: sees what they see, changes nothing, and everything is in the log. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { WebSocket } from 'ws'
import { sql } from '#kernel/db.ts'
import { hired } from '#server/testing/hired.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { freezeStaff } from '../operations/freeze-staff.ts'
import { unfreezeStaff } from '../operations/unfreeze-staff.ts'
import { viewAs } from './operations/view-as.ts'

let t: TestTeam
let web: FastifyInstance
let ownerLogin: string
before(async () => {
  t = await aTeam()
  web = await aWebServer(t.app)
  const row = await t.read((reader) =>
    reader.maybe<{ login: string }>(sql`select login from accounts where merchant_id = ${t.merchantId} and is_owner`),
  )
  ownerLogin = row?.login ?? ''
})
after(async () => {
  await web.close()
  await t.drop()
})

const password = 'a long enough password'
const post = (name: string, input: unknown, cookie: string) =>
  web.inject({
    method: 'POST',
    url: `/api/call/${name}`,
    headers: { 'content-type': 'application/json', cookie },
    payload: JSON.stringify(input),
  })
async function signedIn(login: string): Promise<string> {
  const answer = await post('team.signIn', { login, password }, '')
  assert.equal(answer.statusCode, 200, answer.body)
  const cookie = answer.cookies[0]
  return `${cookie?.name}=${cookie?.value}`
}
const hire = (subName: string) => hired(t, { subName, name: subName, password, grants: [{ role: 'supervisor', shopIds: null }] })
const meOf = async (cookie: string) => (await post('team.readMe', {}, cookie)).json()
const codeOf = async (name: string, input: unknown, cookie: string): Promise<string> => {
  const answer = await post(name, input, cookie)
  return answer.statusCode === 200 ? 'done' : answer.json().error.code
}

test('the owner sees what the other sees, may change nothing, and is back with one act', async () => {
  const { accountId } = await hire('seen')
  const cookie = await signedIn(ownerLogin)
  const mine = await meOf(cookie)
  assert.equal(mine.viewedBy, null)
  assert.equal(await codeOf('team.viewAs', { accountId }, cookie), 'done')
  const theirs = await meOf(cookie)
  assert.deepEqual(
    [theirs.accountId, theirs.isOwner, theirs.viewedBy.accountId, theirs.viewedBy.name],
    [accountId, false, t.ownerId, '店主'],
  )
  assert.ok(mine.operations.includes('team.makeOwner') && !theirs.operations.includes('team.makeOwner'))
  assert.equal(await codeOf('team.freezeStaff', { accountIds: [t.ownerId] }, cookie), 'viewOnly')
  assert.equal(await codeOf('team.viewAs', { accountId }, cookie), 'viewOnly')
  assert.equal(await codeOf('team.setShopLevel', { level: 'heart' }, cookie), 'viewOnly')
  assert.equal(await codeOf('team.endViewAs', {}, cookie), 'done')
  assert.deepEqual([(await meOf(cookie)).accountId, (await meOf(cookie)).viewedBy], [t.ownerId, null])
})

test('somebody without any role is seen too, and the owner can still end it or sign out', async () => {
  const { accountId } = await hired(t, { subName: 'bare', name: 'bare', password, grants: [] })
  const cookie = await signedIn(ownerLogin)
  await post('team.viewAs', { accountId }, cookie)
  assert.deepEqual(Object.keys((await meOf(cookie)).rights), ['account.self'])
  assert.equal(await codeOf('orders.listParcels', {}, cookie), 'notPermitted')
  assert.equal(await codeOf('team.endViewAs', {}, cookie), 'done')
  await post('team.viewAs', { accountId }, cookie)
  assert.equal(await codeOf('team.signOut', {}, cookie), 'done')
  assert.equal(await codeOf('team.readMe', {}, cookie), 'notSignedIn')
})

test('it ends by itself: after half an hour, and for good when the other is frozen meanwhile', async () => {
  const { accountId } = await hire('timed')
  const cookie = await signedIn(ownerLogin)
  await post('team.viewAs', { accountId }, cookie)
  t.clock.advance(29 * 60_000)
  assert.equal((await meOf(cookie)).accountId, accountId)
  t.clock.advance(2 * 60_000)
  assert.equal((await meOf(cookie)).accountId, t.ownerId)
  await post('team.viewAs', { accountId }, cookie)
  await t.call('owner', freezeStaff, { accountIds: [accountId] })
  assert.equal((await meOf(cookie)).accountId, t.ownerId)
  await t.call('owner', unfreezeStaff, { accountIds: [accountId] })
  assert.equal((await meOf(cookie)).accountId, t.ownerId, 'it does not come back by itself')
})

test('who looked stands in the log as the actor, on behalf of the one seen; begin and end are there', async () => {
  const { accountId } = await hire('logged')
  const cookie = await signedIn(ownerLogin)
  await post('team.viewAs', { accountId }, cookie)
  assert.equal(await codeOf('team.readLog', {}, cookie), 'done')
  assert.equal(await codeOf('team.freezeStaff', { accountIds: [accountId] }, cookie), 'viewOnly')
  await post('team.endViewAs', {}, cookie)
  const { rows } = (await post('team.readLog', {}, cookie)).json()
  type Entry = {
    operation: string
    actorId: string
    outcome: string
    onBehalfOf: { accountId: string } | null
    objects: { id: string }[]
  }
  const mine = (rows as Entry[]).filter((entry) =>
    ['team.viewAs', 'team.endViewAs', 'team.readLog', 'team.freezeStaff'].includes(entry.operation),
  )
  const found = (operation: string, outcome: string) =>
    mine.find((entry) => entry.operation === operation && entry.outcome === outcome)
  assert.equal(found('team.viewAs', 'done')?.objects[0]?.id, accountId)
  for (const entry of [found('team.readLog', 'done'), found('team.freezeStaff', 'refused')])
    assert.deepEqual([entry?.actorId, entry?.onBehalfOf?.accountId], [t.ownerId, accountId])
  assert.deepEqual([found('team.endViewAs', 'done')?.actorId, found('team.endViewAs', 'done')?.onBehalfOf], [t.ownerId, null])
})

test('nobody but the owner, nobody who is not at work, not oneself, and not without a session', async () => {
  const { accountId, login } = await hire('other')
  const theirs = await signedIn(login)
  assert.equal(await codeOf('team.viewAs', { accountId: t.ownerId }, theirs), 'notPermitted')
  const cookie = await signedIn(ownerLogin)
  assert.equal(await codeOf('team.viewAs', { accountId: t.ownerId }, cookie), 'notFound')
  await t.call('owner', freezeStaff, { accountIds: [accountId] })
  assert.equal(await codeOf('team.viewAs', { accountId }, cookie), 'notFound')
  await assert.rejects(t.call('owner', viewAs, { accountId }), /viewNeedsSession/)
})

test('the session stays the owner’s: it can be locked, left and unlocked while looking; beginning wants a fresh proof', async () => {
  const { accountId } = await hire('locked')
  const cookie = await signedIn(ownerLogin)
  await post('team.viewAs', { accountId }, cookie)
  assert.equal((await post('team.readSession', {}, cookie)).json().login, ownerLogin)
  assert.equal(await codeOf('team.lockSession', {}, cookie), 'done')
  assert.equal(await codeOf('team.readMe', {}, cookie), 'sessionLocked')
  assert.equal(await codeOf('team.endViewAs', {}, cookie), 'done')
  assert.equal(await codeOf('team.unlockSession', { password }, cookie), 'done')
  assert.equal((await meOf(cookie)).accountId, t.ownerId)
  t.clock.advance(6 * 60_000)
  assert.equal(await codeOf('team.viewAs', { accountId }, cookie), 'stepUpRequired')
  assert.equal(await codeOf('team.stepUp', { password }, cookie), 'done')
  assert.equal(await codeOf('team.viewAs', { accountId }, cookie), 'done')
})

test('what the owner looks at is no use of the other’s rights', async () => {
  const { accountId } = await hire('unused')
  const cookie = await signedIn(ownerLogin)
  t.app.takeUses()
  await post('team.viewAs', { accountId }, cookie)
  await post('team.listStaff', {}, cookie)
  assert.deepEqual(
    [...t.app.takeUses()].filter((use) => use.accountId === accountId),
    [],
  )
})

test('an open page is told with the other’s eyes from the first moment, and with one’s own again afterwards', async () => {
  const { accountId } = await hired(t, {
    subName: 'eyes',
    name: 'eyes',
    password,
    grants: [{ role: 'designer', shopIds: null }],
  })
  const cookie = await signedIn(ownerLogin)
  const address = await web.listen({ port: 0, host: '127.0.0.1' })
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/realtime`, { headers: { cookie } })
  try {
    const heard: string[] = []
    socket.on('message', (text) => heard.push(...JSON.parse(String(text)).facts.map(({ kind }: { kind: string }) => kind)))
    await new Promise((resolve) => socket.once('message', resolve))
    const hears = async (name: string) => {
      heard.length = 0
      t.app.kernel.hub.publish(t.merchantId, [{ kind: name, permission: 'orders.review', shopIds: [], ids: [] }])
      t.app.kernel.hub.publish(t.merchantId, [{ kind: 'done', permission: 'catalog.view', shopIds: [], ids: [] }])
      while (!heard.includes('done')) await new Promise((resolve) => setTimeout(resolve, 5))
      return heard.includes(name)
    }
    assert.equal(await hears('first'), true)
    await post('team.viewAs', { accountId }, cookie)
    while (await hears('while')) await new Promise((resolve) => setTimeout(resolve, 5))
    await post('team.endViewAs', {}, cookie)
    while (!(await hears('after'))) await new Promise((resolve) => setTimeout(resolve, 5))
  } finally {
    socket.terminate()
  }
})
