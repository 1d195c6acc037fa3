/** One's own account is everybody's own, with a role or without. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { Secret, TOTP } from 'otpauth'
import { hired } from '#server/testing/hired.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { explainOwnAccess } from '../questions/operations/explain-own-access.ts'
import { saveSignInPolicy } from './operations/save-sign-in-policy.ts'
import { aBrowser } from './testing/browser.ts'

let t: TestTeam
let web: FastifyInstance
before(async () => {
  t = await aTeam()
  web = await aWebServer(t.app)
})
after(async () => {
  await web.close()
  await t.drop()
})

const PASSWORD = 'a long enough password'
async function withoutRole(subName: string) {
  const made = await hired(t, { subName, name: subName, password: PASSWORD, grants: [] })
  const browser = aBrowser(web)
  assert.equal((await browser.call('team.signIn', { login: made.login, password: PASSWORD })).code, 'done')
  return { ...made, browser }
}

test('who has no role yet sees who they are, changes the password and signs out, and may do nothing else', async () => {
  const { browser } = await withoutRole('fresh')
  const me = await browser.call<{ rights: object }>('team.readMe')
  assert.deepEqual(me.body.rights, { 'account.self': null })
  for (const operation of ['orders.listParcels', 'team.listStaff', 'shops.listShops'])
    assert.equal((await browser.call(operation)).code, 'notPermitted', operation)
  const change = { currentPassword: PASSWORD, newPassword: 'my very own secret' }
  assert.equal((await browser.call('team.changeOwnPassword', change)).code, 'done')
  assert.equal((await browser.call('team.signOut')).code, 'done')
  assert.equal((await browser.call('team.readMe')).code, 'notSignedIn')
})

test('where everybody needs a second factor, who has no role sets one up too', async () => {
  const policy = {
    role: '',
    needsFactor: true,
    idleMinutes: null,
    sessionLimit: null,
    atLimit: 'endOldest',
    lifeHours: null,
  } as const
  await t.call('owner', saveSignInPolicy, { ...policy, version: 0 })
  const { browser } = await withoutRole('enrolling')
  assert.equal((await browser.call<{ state: string }>('team.readSession')).body.state, 'mustEnrol')
  const { secret } = (await browser.call<{ secret: string }>('team.startTotp')).body
  const code = TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: t.clock.now.getTime() })
  assert.equal((await browser.call('team.confirmTotp', { code })).code, 'done')
  assert.equal((await browser.call('team.readMe')).code, 'done')
})

test('the explanation names no grant for it, and it reaches nobody else', async () => {
  const { accountId } = await withoutRole('asking')
  const own = await t.call({ accountId }, explainOwnAccess, { operation: 'team.signOut' })
  assert.deepEqual([own.allowed, own.grants.map(({ role, because }) => [role, because])], [true, [['self', 'holds']]])
  const other = await t.call({ accountId }, explainOwnAccess, { operation: 'orders.listParcels' })
  assert.deepEqual([other.allowed, other.grants], [false, []])
})
