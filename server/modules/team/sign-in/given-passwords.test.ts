/** A password that somebody else set is good for one thing: choosing another. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { sql } from '#kernel/db.ts'
import { hired } from '#server/testing/hired.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { importStaff } from '../hiring/operations/import-staff.ts'
import { createStaff } from '../operations/create-staff.ts'
import { resetPassword } from './operations/reset-password.ts'
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

const GIVEN = 'given by somebody'
const OWN = 'my very own secret'
const grants = [{ role: 'orderReviewer', shopIds: null }]
const mainLogin = async () =>
  (
    await t.read((reader) =>
      reader.maybe<{ login: string }>(
        sql`select login from accounts where merchant_id = ${t.merchantId} and account_id = ${t.ownerId}`,
      ),
    )
  )?.login ?? ''
const ways: Record<string, () => Promise<string>> = {
  'creates the account': async () =>
    (await t.call('owner', createStaff, { subName: 'made', name: '新', password: GIVEN, grants })).login,
  'imports a list': async () => {
    await t.call('owner', importStaff, { rows: [{ subName: 'listed', name: '名单', password: GIVEN, grants }] })
    return `${await mainLogin()}:listed`
  },
  'resets the password': async () => {
    const { accountId, login } = await hired(t, { subName: 'forgot', name: '忘', password: 'forgotten since', grants })
    await t.call('owner', resetPassword, { accountId, newPassword: GIVEN })
    return login
  },
}
for (const [how, hire] of Object.entries(ways))
  test(`whoever ${how} knows the password: the first sign-in opens nothing but the choice of another, and then everything`, async () => {
    const login = await hire()
    const browser = aBrowser(web)
    assert.equal((await browser.call('team.signIn', { login, password: GIVEN })).code, 'done')
    assert.equal((await browser.call<{ state: string }>('team.readSession')).body.state, 'mustChangePassword')
    for (const operation of ['team.readMe', 'team.listOwnSessions', 'orders.listParcels', 'team.startTotp'])
      assert.equal((await browser.call(operation)).code, 'passwordExpired', operation)
    const change = (newPassword: string) =>
      browser.call('team.changeOwnPassword', { currentPassword: GIVEN, newPassword }).then(({ code }) => code)
    assert.equal(await change(GIVEN), 'passwordSame')
    assert.equal(await change(OWN), 'done')
    assert.equal((await browser.call<{ state: string }>('team.readSession')).body.state, 'open')
    assert.equal((await browser.call('team.readMe')).code, 'done')
    const again = aBrowser(web)
    assert.equal((await again.call('team.signIn', { login, password: OWN })).code, 'done')
    assert.equal((await again.call('team.readMe')).code, 'done', 'asked once')
  })

test('the first owner chose the password and is asked for no other', async () => {
  const browser = aBrowser(web)
  await browser.call('team.signIn', { login: await mainLogin(), password: 'a long enough password' })
  assert.equal((await browser.call('team.readMe')).code, 'done')
})

test('who may not stay with a given password can still sign out', async () => {
  const { login } = await t.call('owner', createStaff, { subName: 'leaver', name: '走', password: GIVEN, grants: [] })
  const browser = aBrowser(web)
  await browser.call('team.signIn', { login, password: GIVEN })
  assert.equal((await browser.call('team.signOut')).code, 'done')
  assert.equal((await browser.call('team.readSession')).code, 'notSignedIn')
})
