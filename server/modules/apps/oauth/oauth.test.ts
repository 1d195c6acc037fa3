import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import * as client from 'openid-client'
import { freezeStaff } from '#modules/team/operations/freeze-staff.ts'
import { hired } from '#server/testing/hired.ts'
import {
  type AppWorld,
  agree,
  anAppWorld,
  ask,
  authorise,
  type Installed,
  type Person,
  REDIRECT,
  visit,
} from '../testing/app-world.ts'
import { aBrowser } from '../testing/browser.ts'
import { ROTATION_GRACE_MS } from './oauth-adapter.ts'

let w: AppWorld
let app: Installed
let reviewer: Person
before(async () => {
  w = await anAppWorld()
  app = await w.install(['orders.view', 'orders.note', 'orders.review'])
  reviewer = await w.person('reviewer', 'orderReviewer')
  await w.switchOn(app, reviewer.accountId, ['orders.view', 'orders.note'])
})
after(() => w.stop())

const refused = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: { error?: string; code?: string }) => error.error ?? error.code ?? String(error),
  )

test('the provider describes itself, also where RFC 8414 looks for it, and offers nothing but the code flow with S256', async () => {
  const metadata = app.config.serverMetadata()
  assert.equal(metadata.issuer, `${w.url}/oauth`)
  assert.deepEqual(metadata.response_types_supported, ['code'])
  assert.deepEqual(metadata.code_challenge_methods_supported, ['S256'])
  assert.deepEqual(metadata.grant_types_supported?.toSorted(), ['authorization_code', 'refresh_token'])
  assert.ok(metadata.scopes_supported?.includes('orders.view') && !metadata.scopes_supported.includes('team.manage'))
  const other = await (await fetch(`${w.url}/.well-known/oauth-authorization-server/oauth`)).json()
  assert.equal(other.issuer, metadata.issuer)
  const { keys } = await (await fetch(`${metadata.jwks_uri}`)).json()
  assert.deepEqual([keys.length, keys[0].kty, keys[0].d], [1, 'RSA', undefined])
})

test('a person signs in at an app with what is switched on for them: identity token, userinfo, introspection', async () => {
  const { tokens, back } = await authorise(app, reviewer, 'openid profile orders.view orders.note orders.review')
  assert.equal(back.origin + back.pathname, REDIRECT)
  assert.equal(tokens.claims()?.sub, reviewer.accountId)
  assert.deepEqual(tokens.scope?.split(' ').toSorted(), ['openid', 'orders.note', 'orders.view', 'profile'])
  const info = await client.fetchUserInfo(app.config, tokens.access_token, reviewer.accountId)
  assert.equal(info.preferred_username, reviewer.login)
  const seen = await client.tokenIntrospection(app.config, tokens.access_token)
  assert.deepEqual([seen.active, seen.client_id, seen.sub], [true, app.clientId, reviewer.accountId])
})

test('the consent page shows app, person, functions and what is withheld; declining sends the app away', async () => {
  const asked = await ask(app, 'openid orders.view orders.review')
  const visitId = await visit(reviewer.browser, asked.url)
  const { body } = await reviewer.browser.call<{ functions: string[]; withheld: string[]; isKnown: boolean; returnsTo: string }>(
    'apps.readConsent',
    { visitId },
  )
  assert.deepEqual([body.functions, body.withheld, body.returnsTo], [['orders.view'], ['orders.review'], REDIRECT])
  const decided = await reviewer.browser.call<{ goTo: string }>('apps.decideConsent', { visitId, agree: false })
  const back = await reviewer.browser.get(decided.body.goTo)
  assert.equal(new URL(back.headers.get('location') ?? '').searchParams.get('error'), 'access_denied')
})

test('what was agreed to is not asked again, unless the app asks for more or wants the person to look', async () => {
  await authorise(app, reviewer, 'openid orders.view')
  const isKnown = async (scope: string, more: Record<string, string> = {}) => {
    const visitId = await visit(reviewer.browser, (await ask(app, scope, more)).url)
    return (await reviewer.browser.call<{ isKnown: boolean }>('apps.readConsent', { visitId })).body.isKnown
  }
  assert.equal(await isKnown('openid orders.view'), true)
  assert.equal(await isKnown('openid orders.view', { prompt: 'consent' }), false)
  const fresh = await w.install(['orders.view', 'orders.note'])
  await w.switchOn(fresh, reviewer.accountId, ['orders.view', 'orders.note'])
  await authorise(fresh, reviewer, 'openid orders.view')
  const visitId = await visit(reviewer.browser, (await ask(fresh, 'openid orders.view orders.note')).url)
  const more = await reviewer.browser.call<{ isKnown: boolean }>('apps.readConsent', { visitId })
  assert.equal(more.body.isKnown, false)
})

test('a visit is decided once', async () => {
  const visitId = await visit(reviewer.browser, (await ask(app, 'openid')).url)
  await agree(reviewer.browser, visitId)
  const again = await reviewer.browser.call('apps.decideConsent', { visitId, agree: true })
  assert.equal(again.body.error?.code, 'visitOver')
})

test('an address that differs from the registered one in a single letter is refused on our own page, never followed', async () => {
  for (const uri of [
    `${REDIRECT}/`,
    `${REDIRECT}?x=1`,
    'https://app.example.evil/back',
    'http://app.example/back',
    'https://APP.example/back',
  ]) {
    const { url } = await ask(app, 'openid', { redirect_uri: uri })
    const answer = await reviewer.browser.get(url)
    assert.equal(answer.status, 400, uri)
    assert.equal(answer.headers.get('location'), null)
    assert.match(await answer.text(), /返回的地址/)
  }
})

test('without a code challenge, or with a plain one, there is no code: also for an app that holds a secret', async () => {
  const { url } = await ask(app, 'openid')
  for (const change of [['code_challenge', 'code_challenge_method'], ['code_challenge_method']]) {
    const without = new URL(url)
    for (const name of change) without.searchParams.delete(name)
    const answer = await reviewer.browser.get(without)
    const back = new URL(answer.headers.get('location') ?? '')
    assert.deepEqual([back.searchParams.get('error'), back.searchParams.get('code')], ['invalid_request', null])
  }
})

test('a wrong verifier or a missing one gets no tokens for the code', async () => {
  const asked = await ask(app, 'openid')
  const back = await agree(reviewer.browser, await visit(reviewer.browser, asked.url))
  const checks = { expectedState: asked.state, expectedNonce: asked.nonce }
  const wrong = { ...checks, pkceCodeVerifier: client.randomPKCECodeVerifier() }
  assert.equal(await refused(client.authorizationCodeGrant(app.config, back, wrong)), 'invalid_grant')
  assert.equal(await refused(client.authorizationCodeGrant(app.config, back, checks)), 'invalid_grant')
})

test('a code that comes a second time kills the tokens of the first', async () => {
  const { tokens, back, checks } = await authorise(app, reviewer, 'openid orders.view')
  assert.equal((await client.tokenIntrospection(app.config, tokens.access_token)).active, true)
  assert.equal(await refused(client.authorizationCodeGrant(app.config, back, checks)), 'invalid_grant')
  assert.equal((await client.tokenIntrospection(app.config, tokens.access_token)).active, false)
  assert.equal(await refused(client.refreshTokenGrant(app.config, tokens.refresh_token ?? '')), 'invalid_grant')
})

test('a code sent twice at the same moment never leaves two sets of living tokens', async () => {
  for (let round = 0; round < 5; round += 1) {
    const asked = await ask(app, 'openid')
    const back = await agree(reviewer.browser, await visit(reviewer.browser, asked.url))
    const checks = { pkceCodeVerifier: asked.verifier, expectedState: asked.state, expectedNonce: asked.nonce }
    const answers = await Promise.allSettled([1, 2, 3].map(() => client.authorizationCodeGrant(app.config, back, checks)))
    const got = answers.filter((answer) => answer.status === 'fulfilled').map((answer) => answer.value.access_token)
    const living = await Promise.all(got.map(async (token) => (await client.tokenIntrospection(app.config, token)).active))
    assert.ok(got.length <= 1 || living.filter(Boolean).length === 0, 'two sets of tokens live')
  }
})

test('refresh tokens rotate; the old one used again after its grace ends the whole family', async () => {
  const { tokens } = await authorise(app, reviewer, 'openid orders.view')
  const second = await client.refreshTokenGrant(app.config, tokens.refresh_token ?? '')
  assert.notEqual(second.refresh_token, tokens.refresh_token)
  w.t.clock.advance(ROTATION_GRACE_MS + 1000)
  assert.equal(await refused(client.refreshTokenGrant(app.config, tokens.refresh_token ?? '')), 'invalid_grant')
  assert.equal(await refused(client.refreshTokenGrant(app.config, second.refresh_token ?? '')), 'invalid_grant')
  assert.equal((await client.tokenIntrospection(app.config, second.access_token)).active, false)
})

test('two refreshes at the same moment both succeed: two tabs are no thief', async () => {
  const { tokens } = await authorise(app, reviewer, 'openid orders.view')
  const both = await Promise.all([1, 2, 3].map(() => client.refreshTokenGrant(app.config, tokens.refresh_token ?? '')))
  for (const { access_token } of both) assert.equal((await client.tokenIntrospection(app.config, access_token)).active, true)
})

test('within the grace, an old token whose successor has been used already is a thief’s', async () => {
  const { tokens } = await authorise(app, reviewer, 'openid orders.view')
  const second = await client.refreshTokenGrant(app.config, tokens.refresh_token ?? '')
  const third = await client.refreshTokenGrant(app.config, second.refresh_token ?? '')
  assert.equal(await refused(client.refreshTokenGrant(app.config, tokens.refresh_token ?? '')), 'invalid_grant')
  assert.equal(await refused(client.refreshTokenGrant(app.config, third.refresh_token ?? '')), 'invalid_grant')
})

test('revoking either token ends both', async () => {
  for (const which of ['access_token', 'refresh_token'] as const) {
    const { tokens } = await authorise(app, reviewer, 'openid orders.view')
    await client.tokenRevocation(app.config, tokens[which] ?? '')
    assert.equal((await client.tokenIntrospection(app.config, tokens.access_token)).active, false)
    assert.equal(await refused(client.refreshTokenGrant(app.config, tokens.refresh_token ?? '')), 'invalid_grant')
  }
})

test('an app learns nothing of another app’s tokens and cannot revoke or use them', async () => {
  const other = await w.install(['orders.view'])
  await w.switchOn(other, reviewer.accountId, ['orders.view'])
  const { tokens, back, checks } = await authorise(app, reviewer, 'openid orders.view')
  assert.equal((await client.tokenIntrospection(other.config, tokens.access_token)).active, false)
  await client.tokenRevocation(other.config, tokens.access_token).catch(() => undefined)
  assert.equal(await refused(client.refreshTokenGrant(other.config, tokens.refresh_token ?? '')), 'invalid_grant')
  assert.equal((await client.tokenIntrospection(app.config, tokens.access_token)).active, true)
  assert.equal(await refused(client.authorizationCodeGrant(other.config, back, checks)), 'invalid_grant')
})

test('a public app needs no secret and still its verifier; a confidential one needs both', async () => {
  const open = await w.install(['orders.view'], { clientType: 'public' })
  await w.switchOn(open, reviewer.accountId, ['orders.view'])
  const { tokens } = await authorise(open, reviewer, 'openid orders.view')
  assert.ok(tokens.refresh_token)
  const wrong = await client.discovery(new URL(`${w.url}/oauth`), app.clientId, {}, client.ClientSecretPost('zgs_wrong'), {
    execute: [client.allowInsecureRequests],
  })
  assert.equal(await refused(client.tokenIntrospection(wrong, tokens.access_token)), 'invalid_client')
})

test('an app asks for a function it was not installed with: refused to the app', async () => {
  const answer = await reviewer.browser.get((await ask(app, 'openid shops.manage')).url)
  assert.equal(new URL(answer.headers.get('location') ?? '').searchParams.get('error'), 'invalid_scope')
})

test('a visit that somebody else began and sent on as a link ends in neither browser with a code', async () => {
  const attacker = aBrowser(w.url)
  const visitId = await visit(attacker, (await ask(app, 'openid orders.view')).url)
  const decided = await reviewer.browser.call<{ goTo: string }>('apps.decideConsent', { visitId, agree: true })
  const stolen = await attacker.get(decided.body.goTo)
  assert.deepEqual([stolen.status, stolen.headers.get('location')], [400, null])
  const own = await reviewer.browser.get(decided.body.goTo)
  assert.equal(new URL(own.headers.get('location') ?? 'about:none').searchParams.get('code'), null)
})

test('without asking a person there is no code: prompt=none is answered with login_required', async () => {
  const answer = await reviewer.browser.get((await ask(app, 'openid', { prompt: 'none' })).url)
  assert.equal(new URL(answer.headers.get('location') ?? '').searchParams.get('error'), 'login_required')
})

test('an app of one merchant cannot be let in by somebody of another', async () => {
  const other = await w.t.anotherMerchant()
  const { login } = await hired(other, {
    subName: 'guest',
    name: '外人',
    password: 'a long enough password',
    grants: [{ role: 'orderReviewer', shopIds: null }],
  })
  const browser = aBrowser(w.url)
  assert.equal((await browser.call('team.signIn', { login, password: 'a long enough password' })).status, 200)
  const visitId = await visit(browser, (await ask(app, 'openid orders.view')).url)
  for (const [operation, input] of [
    ['apps.readConsent', { visitId }],
    ['apps.decideConsent', { visitId, agree: true }],
  ] as const)
    assert.equal((await browser.call(operation, input)).body.error?.code, 'visitOver')
})

test('who is not switched on is told so and cannot agree', async () => {
  const keeper = await w.person('keeper', 'warehouseKeeper')
  const visitId = await visit(keeper.browser, (await ask(app, 'openid orders.view')).url)
  const { body } = await keeper.browser.call<{ obstacle: string }>('apps.readConsent', { visitId })
  assert.equal(body.obstacle, 'notSwitchedOn')
  const decided = await keeper.browser.call('apps.decideConsent', { visitId, agree: true })
  assert.equal(decided.body.error?.code, 'appStopped')
})

test('frozen, or switched off: the next refresh, introspection and userinfo are refused', async () => {
  const leaver = await w.person('leaver', 'orderReviewer')
  await w.switchOn(app, leaver.accountId, ['orders.view'])
  const { tokens } = await authorise(app, leaver, 'openid orders.view')
  await w.t.call('owner', freezeStaff, { accountIds: [leaver.accountId] })
  assert.equal((await client.tokenIntrospection(app.config, tokens.access_token)).active, false)
  assert.equal(await refused(client.refreshTokenGrant(app.config, tokens.refresh_token ?? '')), 'invalid_grant')
  assert.notEqual(await refused(client.fetchUserInfo(app.config, tokens.access_token, leaver.accountId)), 'done')
  const mine = await authorise(app, reviewer, 'openid orders.view')
  await w.switchOn(app, reviewer.accountId, [])
  assert.equal((await client.tokenIntrospection(app.config, mine.tokens.access_token)).active, false)
  await w.switchOn(app, reviewer.accountId, ['orders.view', 'orders.note'])
  assert.equal((await client.tokenIntrospection(app.config, mine.tokens.access_token)).active, false)
})

test('nothing that can be presented is stored: no code, token, secret or visit id stands in the database', async () => {
  const { tokens, back } = await authorise(app, reviewer, 'openid orders.view')
  const visitId = await visit(reviewer.browser, (await ask(app, 'openid')).url)
  const secrets = [
    tokens.access_token,
    tokens.refresh_token ?? '',
    back.searchParams.get('code') ?? '',
    app.clientSecret ?? '',
    visitId,
  ]
  const { rows } = await w.t.app.kernel.database.pool.query('select to_jsonb(i) as row from directory.oauth_interactions i')
  const stored = JSON.stringify([
    rows,
    await w.t.read(async (reader) => {
      const { sql } = await import('#kernel/db.ts')
      return [
        await reader.rows(sql`select * from oauth_tokens where merchant_id = ${reader.merchantId}`),
        await reader.rows(sql`select * from apps where merchant_id = ${reader.merchantId}`),
        await reader.rows(sql`select * from app_consents where merchant_id = ${reader.merchantId}`),
      ]
    }),
  ])
  for (const secret of secrets) {
    assert.ok(secret.length > 20)
    assert.ok(!stored.includes(secret) && !stored.includes(secret.slice(-21)))
  }
})
