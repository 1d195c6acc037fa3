/** The access matrix of the field (lessons, section 2), each row a test: when a change takes effect, over HTTP with sessions and tokens that live on. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { newId } from '#kernel/ids.ts'
import { createToken } from '#modules/apps/tokens/operations/create-token.ts'
import { revokeAnyToken } from '#modules/apps/tokens/operations/revoke-any-token.ts'
import { hired } from '#server/testing/hired.ts'
import { aSession, ask } from '#server/testing/sessions.ts'
import { wholeGrant } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { hireAgent } from './agents/operations/hire-agent.ts'
import { inviteStaff } from './invitations/operations/invite-staff.ts'
import { showInvitationLink } from './invitations/operations/show-invitation-link.ts'
import { endOwnership } from './operations/end-ownership.ts'
import { freezeStaff } from './operations/freeze-staff.ts'
import { makeOwner } from './operations/make-owner.ts'
import { removeStaff } from './operations/remove-staff.ts'
import { setGrants } from './operations/set-grants.ts'
import { editRole } from './roles/operations/edit-role.ts'
import { type Lessons, lessons } from './testing/lessons.ts'

let l: Lessons
let web: FastifyInstance
before(async () => {
  l = await lessons()
  web = await aWebServer(l.t.app)
})
after(async () => {
  await web.close()
  await l.t.drop()
})

const PASSWORD = 'a long enough password'
const bearer = (token: string) => ({ authorization: `Bearer ${token}` })
const signedIn = async (accountId: string) => ({ cookie: await aSession(l.t, accountId) })
const code = async (headers: Record<string, string>, operation: string, input: object = {}) =>
  (await ask(web, headers, operation, input)).code
async function grant(accountId: string, grants: ReturnType<typeof wholeGrant>[]): Promise<void> {
  await l.t.call('owner', setGrants, { accountId, version: await l.version(accountId), grants })
}
const shopsSeen = async (headers: Record<string, string>): Promise<string[]> => {
  const { body } = await ask(web, headers, 'shops.listShops', {})
  return ((body.rows ?? []) as { shopId: string }[]).map(({ shopId }) => shopId)
}
const at = (hours: number) => new Date(l.t.clock.now.getTime() + hours * 3_600_000).toISOString()

test('freshness: what is taken away is gone with the next request of a session that lives on', async () => {
  const accountId = await l.staff([{ role: 'orderReviewer' }])
  const session = await signedIn(accountId)
  assert.equal(await code(session, 'orders.listParcels'), '')
  await grant(accountId, [])
  assert.equal(await code(session, 'orders.listParcels'), 'notPermitted')
})

test('freshness: a role made narrower, a frozen account, one that has left: the next request of each knows', async () => {
  const roleId = await l.role('窄', ['account.self', 'orders.view'])
  const accountId = await l.staff([{ role: roleId }])
  const session = await signedIn(accountId)
  assert.equal(await code(session, 'orders.listParcels'), '')
  await l.t.call('owner', editRole, { roleId, version: 1, name: '窄', description: '', permissions: ['account.self'] })
  assert.equal(await code(session, 'orders.listParcels'), 'notPermitted')
  await l.t.call('owner', freezeStaff, { accountIds: [accountId] })
  assert.equal(await code(session, 'team.readMe'), 'accountFrozen')
  await l.t.call('owner', removeStaff, { accountIds: [accountId] })
  assert.equal(await code(session, 'team.readMe'), 'notSignedIn')
})

test('freshness: the same for a token, whether it is ended or its maker loses rights', async () => {
  const accountId = await l.staff([{ role: 'administrator' }])
  const wish = { name: '脚本', permissions: ['orders.view' as const], shopIds: null, expiresAt: at(5) }
  const [first, second] = [
    await l.t.call({ accountId }, createToken, wish),
    await l.t.call({ accountId }, createToken, { ...wish, name: '脚本二' }),
  ]
  for (const { token } of [first, second]) assert.equal(await code(bearer(token), 'orders.listParcels'), '')
  await l.t.call('owner', revokeAnyToken, { tokenId: first.tokenId })
  assert.equal(await code(bearer(first.token), 'orders.listParcels'), 'tokenInvalid')
  await grant(accountId, [{ ...wholeGrant({ role: 'designer' }) }])
  assert.equal(await code(bearer(second.token), 'orders.listParcels'), 'notPermitted')
  await l.t.call('owner', freezeStaff, { accountIds: [accountId] })
  assert.equal(await code(bearer(second.token), 'orders.listParcels'), 'accountFrozen')
})

test('freshness: whoever is given another shop in the middle of a session sees that one and no longer the first', async () => {
  const accountId = await l.staff([{ role: 'orderReviewer', shopIds: [l.shopA] }])
  const session = await signedIn(accountId)
  assert.deepEqual(await shopsSeen(session), [l.shopA])
  await grant(accountId, [wholeGrant({ role: 'orderReviewer', shopIds: [l.shopB] })])
  assert.deepEqual(await shopsSeen(session), [l.shopB])
})

test('freshness: a new right is there without signing in again', async () => {
  const accountId = await l.staff([])
  const session = await signedIn(accountId)
  assert.equal(await code(session, 'orders.listParcels'), 'notPermitted')
  await grant(accountId, [wholeGrant({ role: 'orderReviewer' })])
  assert.equal(await code(session, 'orders.listParcels'), '')
})

test('freshness: an owner who was removed is out of his session, his stale form changes nothing, and he cannot sign in again', async () => {
  const { accountId, login } = await hired(l.t, {
    ...{ subName: 'second-owner', name: '二老板', password: PASSWORD, grants: [] },
  })
  await l.t.call('owner', makeOwner, { accountId, version: 1 })
  const session = await signedIn(accountId)
  assert.equal(await code(session, 'team.listStaff'), '')
  const clerk = await l.staff([])
  await l.t.call('owner', removeStaff, { accountIds: [accountId] })
  const form = { accountId: clerk, version: 1, grants: [wholeGrant({ role: 'administrator' })] }
  const version = await l.version(clerk)
  assert.equal(await code(session, 'team.setGrants', form), 'notSignedIn')
  assert.equal(await l.version(clerk), version)
  assert.equal(await code({}, 'team.signIn', { login, password: PASSWORD }), 'wrongLogin')
})

test('freshness: an owner who is one no longer may sign in and holds nothing', async () => {
  const { accountId, login } = await hired(l.t, {
    ...{ subName: 'former-owner', name: '前老板', password: PASSWORD, grants: [] },
  })
  await l.t.call('owner', makeOwner, { accountId, version: 1 })
  const session = await signedIn(accountId)
  assert.equal(await code(session, 'team.listStaff'), '')
  await l.t.call('owner', endOwnership, { accountId, version: await l.version(accountId) })
  for (const operation of ['team.listStaff', 'orders.listParcels', 'shops.listShops'])
    assert.equal(await code(session, operation), 'notPermitted', operation)
  assert.equal(await code({}, 'team.signIn', { login, password: PASSWORD }), '')
})

test('targets: a token of another kind, or of another merchant, is worth nothing at the doors of the team', async () => {
  const other = await l.t.anotherMerchant()
  const { token } = await other.call('owner', createToken, {
    name: '外',
    permissions: ['orders.view'],
    shopIds: null,
    expiresAt: at(5),
  })
  const { invitationId } = await l.t.call('owner', inviteStaff, {
    ...{ subName: 'waiting', name: '新人', kind: 'link', address: '', departmentId: null, grants: [] },
  })
  const { url } = await l.t.call('owner', showInvitationLink, { invitationId })
  const invitation = url.split('/').at(-1) ?? ''
  const ours = token.replace(/_\d+_/, `_${l.t.merchantId}_`)
  for (const held of [invitation, ours, newId()]) {
    assert.equal((await ask(web, bearer(held), 'orders.listParcels', {})).status, 401, held)
    assert.equal((await ask(web, { cookie: `zg_session=${held}` }, 'orders.listParcels', {})).status, 401)
  }
  // In its own place it opens its own merchant and nothing of ours.
  assert.deepEqual(await shopsSeen(bearer(token)), [])
})

test('targets: who was only invited, and an agent, do not sign in with a password', async () => {
  await l.t.call('owner', inviteStaff, {
    ...{ subName: 'not-yet', name: '新人', kind: 'link', address: '', departmentId: null, grants: [] },
  })
  const { login } = await l.t.call('owner', hireAgent, { subName: 'robot', name: '助手', responsibleId: l.clerkA, grants: [] })
  const main = login.split(':')[0] ?? ''
  for (const name of [login, `${main}:not-yet`])
    for (const password of ['', 'none', PASSWORD])
      assert.equal(await code({}, 'team.signIn', { login: name, password }), 'wrongLogin', `${name} ${password}`)
})
