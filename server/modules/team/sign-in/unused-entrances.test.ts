/** What would still have become a session dies with the right to have one, and does not come back with it. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { Secret, TOTP } from 'otpauth'
import { sql } from '#kernel/db.ts'
import { hired } from '#server/testing/hired.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { createLoginTicket } from '../create-merchant.ts'
import { shutOut } from '../offboarding/leave.ts'
import { freezeStaff } from '../operations/freeze-staff.ts'
import { penaltyFreezeStaff } from '../operations/penalty-freeze-staff.ts'
import { removeStaff } from '../operations/remove-staff.ts'
import { evict } from '../seats/evict.ts'
import { endSessionsOf } from './operations/end-sessions-of.ts'
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

const PASSWORD = 'a long enough password'
const STEP_MS = 30_000
async function withEntrances(subName: string) {
  const { login, accountId } = await hired(t, { subName, name: subName, password: PASSWORD, grants: [] })
  const browser = aBrowser(web)
  await browser.call('team.signIn', { login, password: PASSWORD })
  const { secret } = (await browser.call<{ secret: string }>('team.startTotp')).body
  const code = () => TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: t.clock.now.getTime() })
  assert.equal((await browser.call('team.confirmTotp', { code: code() })).code, 'done')
  t.clock.advance(STEP_MS)
  const { challenge } = (await browser.call<{ challenge: string }>('team.signIn', { login, password: PASSWORD })).body
  const inAnHour = new Date(t.clock.now.getTime() + 3600_000)
  const ticket = await createLoginTicket(t.app.kernel.database, t.merchantId, accountId, inAnHour)
  return { accountId, challenge, ticket, code }
}

const ways: Record<string, (accountId: string) => Promise<unknown>> = {
  frozen: (accountId) => t.call('owner', freezeStaff, { accountIds: [accountId] }),
  'frozen as a penalty': (accountId) => t.call('owner', penaltyFreezeStaff, { accountIds: [accountId], reason: '刷单' }),
  removed: (accountId) => t.call('owner', removeStaff, { accountIds: [accountId] }),
  'shut out as a leaver': (accountId) => t.write((tx) => shutOut(tx, accountId, t.clock.now)),
  'put out for want of a seat': (accountId) => t.write((tx) => evict(tx, { voided: [], frozen: [accountId] }, t.clock.now)),
  'signed out everywhere': (accountId) => t.call('owner', endSessionsOf, { accountId }),
  'given another password': (accountId) => t.call('owner', resetPassword, { accountId, newPassword: 'given by somebody' }),
}
let count = 0
for (const [how, act] of Object.entries(ways))
  test(`who is ${how} and let in again later comes in neither by an old link nor by a sign-in that waited for its code`, async () => {
    count += 1
    const { accountId, challenge, ticket, code } = await withEntrances(`out${count}`)
    await act(accountId)
    await t.write((tx) =>
      tx.write(sql`
        update accounts set state = 'active', left_at = null where merchant_id = ${t.merchantId} and account_id = ${accountId}`),
    )
    const browser = aBrowser(web)
    assert.equal((await browser.call('team.finishSignIn', { challenge, code: code() })).code, 'challengeOver')
    assert.equal((await browser.call('team.signInWithTicket', { ticket })).code, 'ticketSpent')
  })
