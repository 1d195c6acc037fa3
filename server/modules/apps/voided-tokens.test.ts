/** What ends everything at once, for one person or for all, ends tokens and consents too. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Permission } from '#contract/permissions.ts'
import { emergencyStop } from '#modules/team/sign-in/operations/emergency-stop.ts'
import { endSessionsOf } from '#modules/team/sign-in/operations/end-sessions-of.ts'
import { listApps } from './operations/list-apps.ts'
import { resumeApp } from './operations/resume-app.ts'
import { type AppWorld, anAppWorld, authorise } from './testing/app-world.ts'
import { createToken } from './tokens/operations/create-token.ts'

let w: AppWorld
before(async () => {
  w = await anAppWorld()
})
after(() => w.stop())

const call = async (token: string, operation: string, input: object = {}, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${w.url}/api/call/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify(input),
  })
  return { status: answer.status, code: (await answer.json()).error?.code as string | undefined, headers: answer.headers }
}
async function tokenFor(
  functions: Permission[],
  switchedOn: Permission[],
  scope: string,
  options: Parameters<AppWorld['install']>[1] = {},
) {
  const app = await w.install(functions, options)
  const person = await w.person(`p${app.appId.slice(-8)}`, 'orderReviewer')
  await w.switchOn(app, person.accountId, switchedOn)
  const { tokens } = await authorise(app, person, scope)
  return { app, person, token: tokens.access_token, tokens }
}

test('the owner’s emergency stop voids every token at once and brings apps to rest; what is made afterwards works', async () => {
  const { app, person, token } = await tokenFor(['orders.view'], ['orders.view'], 'openid orders.view')
  const mine = {
    name: 'x',
    permissions: ['orders.view' as const],
    shopIds: null,
    expiresAt: new Date(w.t.clock.now.getTime() + 3600_000).toISOString(),
  }
  const own = await w.t.call('owner', createToken, mine)
  await w.t.call('owner', emergencyStop, { hold: false, reason: '演练' })
  for (const each of [token, own.token]) assert.equal((await call(each, 'orders.listParcels')).code, 'tokenInvalid')
  await w.t.runJobs()
  const { rows } = await w.t.call('owner', listApps, {})
  assert.equal(rows.find((row) => row.appId === app.appId)?.state, 'suspended')
  w.t.clock.advance(1000)
  await w.t.call('owner', resumeApp, { appId: app.appId })
  assert.equal((await call((await w.t.call('owner', createToken, mine)).token, 'orders.listParcels')).status, 200)
  assert.ok(person.accountId)
})

test('who is signed out everywhere loses tokens and consents too, and nobody else does', async () => {
  const { person, token } = await tokenFor(['orders.view'], ['orders.view'], 'openid orders.view')
  const other = await tokenFor(['orders.view'], ['orders.view'], 'openid orders.view')
  w.t.clock.advance(1000)
  await w.t.call('owner', endSessionsOf, { accountId: person.accountId })
  assert.equal((await call(token, 'orders.listParcels')).code, 'tokenInvalid')
  assert.equal((await call(other.token, 'orders.listParcels')).status, 200)
})
