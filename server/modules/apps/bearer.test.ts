import assert from 'node:assert/strict'
import { once } from 'node:events'
import { after, before, test } from 'node:test'
import * as client from 'openid-client'
import WebSocket from 'ws'
import { type Permission, permissionCodes } from '#contract/permissions.ts'
import { decide } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { freezeStaff } from '#modules/team/operations/freeze-staff.ts'
import { unfreezeStaff } from '#modules/team/operations/unfreeze-staff.ts'
import { bearerCaller } from './bearer.ts'
import { adoptApp } from './operations/adopt-app.ts'
import { editApp } from './operations/edit-app.ts'
import { installApp } from './operations/install-app.ts'
import { readApp } from './operations/read-app.ts'
import { renewApp } from './operations/renew-app.ts'
import { resumeApp } from './operations/resume-app.ts'
import { setAppUsers } from './operations/set-app-users.ts'
import { suspendApp } from './operations/suspend-app.ts'
import { uninstallApp } from './operations/uninstall-app.ts'
import { type AppWorld, anAppWorld, authorise, type Installed, type Person, REDIRECT } from './testing/app-world.ts'

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
const failing = (code: string) => (error: unknown) => error instanceof Failure && error.definition.code === code

/** What the token may do now, by its own principal. */
async function rightsOf(token: string, shopId?: string): Promise<Permission[]> {
  const caller = bearerCaller(token, { via: 'api', ip: '127.0.0.1', language: 'zh', requestId: 'test' })
  assert.ok(caller)
  const { principal } = await w.t.write((tx) => caller.identify(tx, w.t.clock.now))
  return permissionCodes.filter((permission) => {
    const decision = decide(principal, { permission, scope: 'shop' })
    return (
      decision.allowed &&
      (shopId === undefined ||
        decision.scope.clauses.every((clause) => clause.some(({ shops }) => shops === 'all' || shops.has(shopId))))
    )
  })
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
const versionOf = async (app: Installed): Promise<number> => (await w.t.call('owner', readApp, { appId: app.appId })).version

test('an app calls operations with its bearer token, needs no origin and no cookie, and stands in the log as the app for the person', async () => {
  const { app, person, token } = await tokenFor(['orders.view'], ['orders.view'], 'openid orders.view')
  assert.equal((await call(token, 'orders.listParcels')).status, 200)
  assert.equal((await call(token, 'orders.listParcels', {}, { origin: 'https://app.example' })).status, 200)
  assert.equal((await call(token, 'shops.listShops')).code, 'notPermitted')
  const entry = await w.t.read((reader) =>
    reader.maybe(sql`
      select actor_kind, actor_id, via, app_id, app_name, on_behalf_id from log_entries
      where merchant_id = ${reader.merchantId} and operation = 'shops.listShops' order by at desc, entry_id desc limit 1`),
  )
  assert.deepEqual(entry, {
    actor_kind: 'app',
    actor_id: person.accountId,
    via: 'api',
    app_id: app.appId,
    app_name: '打单助手',
    on_behalf_id: person.accountId,
  })
})

test('a request that brings a bearer token is known by it alone: a good cookie beside a bad token does not help', async () => {
  const person = await w.person('both', 'orderReviewer')
  const cookie = [...person.browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const answer = await call(`zga_1_${'x'.repeat(43)}`, 'orders.listParcels', {}, { cookie })
  assert.deepEqual([answer.status, answer.code], [401, 'tokenInvalid'])
  assert.match(answer.headers.get('www-authenticate') ?? '', /invalid_token/)
  assert.equal((await call('nonsense', 'orders.listParcels', {}, { cookie })).status, 401)
})

test('effective = app ∩ switch ∩ scope ∩ person, each of which counts from the next call on', async () => {
  const { app, person, token } = await tokenFor(
    ['orders.view', 'orders.note', 'shops.view', 'inventory.adjust'],
    ['orders.view', 'orders.note', 'inventory.adjust'],
    'openid orders.view orders.note shops.view inventory.adjust',
  )
  // shops.view is not switched on, inventory.adjust the reviewer does not hold.
  assert.deepEqual(await rightsOf(token), ['orders.view', 'orders.note'])
  await w.switchOn(app, person.accountId, ['orders.view'])
  assert.deepEqual(await rightsOf(token), ['orders.view'])
  await w.switchOn(app, person.accountId, ['orders.view', 'orders.note', 'shops.view'])
  // The person had not agreed to shops.view: switching it on later does not give it to tokens made before.
  assert.deepEqual(await rightsOf(token), ['orders.view', 'orders.note'])
  const details = { name: '打单助手', publisher: '某某软件', redirectUris: [REDIRECT], shopIds: null }
  await w.t.call('owner', editApp, { appId: app.appId, version: await versionOf(app), ...details, functions: ['orders.note'] })
  assert.deepEqual(await rightsOf(token), ['orders.note'])
})

test('an app reaches no shop but its own, whatever the person reaches', async () => {
  const [here, there] = [await w.t.shop(), await w.t.shop()]
  const { token } = await tokenFor(['orders.view'], ['orders.view'], 'openid orders.view', { shopIds: [here] })
  assert.deepEqual(await rightsOf(token, here), ['orders.view'])
  assert.deepEqual(await rightsOf(token, there), [])
})

test('an app does no more than its installer may at this moment; with the installer frozen it stops, until somebody else answers for it', async () => {
  const installer = await w.person('installer', 'administrator')
  const { app, person, token } = await tokenFor(
    ['orders.view', 'orders.note'],
    ['orders.view', 'orders.note'],
    'openid orders.view orders.note',
    {
      installer: { accountId: installer.accountId },
    },
  )
  assert.deepEqual(await rightsOf(token), ['orders.view', 'orders.note'])
  await w.t.write((tx) =>
    tx.write(
      sql`update grants set role = 'designer' where merchant_id = ${tx.merchantId} and account_id = ${installer.accountId}`,
    ),
  )
  await w.t.write((tx) =>
    tx.write(
      sql`update accounts set epoch = epoch + 1 where merchant_id = ${tx.merchantId} and account_id = ${installer.accountId}`,
    ),
  )
  assert.equal((await call(token, 'orders.listParcels')).code, 'notPermitted')
  await w.t.call('owner', freezeStaff, { accountIds: [installer.accountId] })
  assert.equal((await call(token, 'orders.listParcels')).code, 'appStopped')
  await w.t.call('owner', adoptApp, { appId: app.appId, version: await versionOf(app) })
  assert.equal((await call(token, 'orders.listParcels')).status, 200)
  assert.ok(person.accountId)
})

test('who lacks a function, or holds it in some shops only, cannot install an app with it', async () => {
  const shop = await w.t.shop()
  const admin = await w.person('someshops', 'administrator', [shop])
  const wanted = { name: 'x', publisher: 'y', clientType: 'public' as const, redirectUris: [REDIRECT], endsAt: null }
  await assert.rejects(
    w.t.call({ accountId: admin.accountId }, installApp, { ...wanted, functions: ['orders.view'], shopIds: null }),
    failing('notPermitted'),
  )
  const { accountId } = await w.person('noorders', 'administrator')
  await w.t.write((tx) =>
    tx.write(sql`
      insert into roles (merchant_id, role_id, name, permissions, created_by) values
        (${tx.merchantId}, '00000000-0000-4000-8000-00000000a995', '管应用', array['apps.manage','apps.view'], 'test')`),
  )
  await w.t.write((tx) =>
    tx.write(sql`
      update grants set role = '00000000-0000-4000-8000-00000000a995' where merchant_id = ${tx.merchantId} and account_id = ${accountId}`),
  )
  await w.t.write((tx) =>
    tx.write(sql`update accounts set epoch = epoch + 1 where merchant_id = ${tx.merchantId} and account_id = ${accountId}`),
  )
  await assert.rejects(
    w.t.call({ accountId }, installApp, { ...wanted, functions: ['orders.view'], shopIds: [shop] }),
    failing('beyondOwnRights'),
  )
  // The other ways to the same end: widening an app of somebody else's, or answering for one.
  const app = await w.install(['orders.view'])
  const { appId } = app
  const edited = { name: 'x', publisher: 'y', redirectUris: [REDIRECT], functions: ['orders.view' as const], shopIds: null }
  await assert.rejects(w.t.call({ accountId }, editApp, { appId, version: 1, ...edited }), failing('beyondOwnRights'))
  await assert.rejects(w.t.call({ accountId }, adoptApp, { appId, version: 1 }), failing('beyondOwnRights'))
})

test('no app ever looks after people, rights, apps or sign-in: not by installing, not through an owner who uses it', async () => {
  const wanted = {
    name: 'x',
    publisher: 'y',
    clientType: 'public' as const,
    redirectUris: [REDIRECT],
    shopIds: null,
    endsAt: null,
  }
  const people = permissionCodes.filter((code) => /^(account|team|apps)\./.test(code) && code !== 'team.view')
  for (const code of [...people, 'system.jobs' as const])
    await assert.rejects(w.t.call('owner', installApp, { ...wanted, functions: [code] }), failing('functionNotForApps'), code)
  const { token } = await tokenFor(['orders.view'], ['orders.view'], 'openid orders.view')
  for (const operation of [
    'team.readMe',
    'team.changeOwnPassword',
    'apps.createToken',
    'apps.listApps',
    'team.setGrants',
    'apps.listOwnApps',
  ])
    assert.notEqual((await call(token, operation)).status, 200, operation)
})

test('the person frozen: refused at once; back at work, what they had agreed to stays over', async () => {
  const { person, token } = await tokenFor(['orders.view'], ['orders.view'], 'openid orders.view')
  await w.t.call('owner', freezeStaff, { accountIds: [person.accountId] })
  assert.equal((await call(token, 'orders.listParcels')).code, 'accountFrozen')
  await w.t.runJobs()
  await w.t.call('owner', unfreezeStaff, { accountIds: [person.accountId] })
  assert.equal((await call(token, 'orders.listParcels')).code, 'tokenInvalid')
})

test('a person withdraws an app’s consent: its next call for them is refused, others keep theirs', async () => {
  const { app, person, token } = await tokenFor(['orders.view'], ['orders.view'], 'openid orders.view')
  const other: Person = await w.person('other', 'orderReviewer')
  const version = await versionOf(app)
  await w.t.call('owner', setAppUsers, {
    appId: app.appId,
    version,
    users: [{ accountId: other.accountId, functions: ['orders.view'] }],
  })
  const { tokens } = await authorise(app, other, 'openid orders.view')
  const own = await person.browser.call<{ rows: { appId: string }[] }>('apps.listOwnApps', {})
  assert.deepEqual(
    own.body.rows.map((row) => row.appId),
    [app.appId],
  )
  assert.equal((await person.browser.call('apps.withdrawConsent', { appId: app.appId })).status, 200)
  assert.equal((await call(token, 'orders.listParcels')).status, 401)
  assert.equal((await call(tokens.access_token, 'orders.listParcels')).status, 200)
})

test('a socket that an app opened is closed within a second when the app is suspended, and when its token is revoked', async () => {
  for (const end of ['suspend', 'revoke']) {
    const { app, token, tokens } = await tokenFor(['orders.view'], ['orders.view'], 'openid orders.view')
    const socket = new WebSocket(`${w.url.replace('http', 'ws')}/api/realtime`, { headers: { authorization: `Bearer ${token}` } })
    await once(socket, 'message')
    const closed = once(socket, 'close')
    if (end === 'suspend') await w.t.call('owner', suspendApp, { appId: app.appId })
    else await client.tokenRevocation(app.config, tokens.refresh_token ?? '')
    assert.equal((await closed)[0], 4401, end)
  }
})

test('switched off, suspended, past its end, uninstalled: the next call is refused', async () => {
  const { app, person, token } = await tokenFor(['orders.view'], ['orders.view'], 'openid orders.view')
  const works = async () => (await call(token, 'orders.listParcels')).status === 200
  assert.ok(await works())
  await w.t.call('owner', suspendApp, { appId: app.appId })
  assert.equal((await call(token, 'orders.listParcels')).code, 'appStopped')
  await w.t.call('owner', resumeApp, { appId: app.appId })
  assert.ok(await works())
  const endsAt = new Date(w.t.clock.now.getTime() + 60_000).toISOString()
  await w.t.call('owner', renewApp, { appId: app.appId, version: await versionOf(app), endsAt })
  assert.ok(await works())
  w.t.clock.advance(61_000)
  assert.equal((await call(token, 'orders.listParcels')).code, 'appStopped')
  await w.t.call('owner', renewApp, { appId: app.appId, version: await versionOf(app), endsAt: null })
  assert.ok(await works())
  await w.t.call('owner', setAppUsers, {
    appId: app.appId,
    version: await versionOf(app),
    users: [{ accountId: person.accountId, functions: [] }],
  })
  assert.equal((await call(token, 'orders.listParcels')).status, 401)
  const second = await tokenFor(['orders.view'], ['orders.view'], 'openid orders.view')
  await w.t.call('owner', uninstallApp, { appId: second.app.appId })
  assert.equal((await call(second.token, 'orders.listParcels')).status, 401)
})
