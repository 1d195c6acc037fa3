import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { sandboxApp } from '#sandbox/shops.ts'
import { call, refusalOf } from '#sandbox/test-client.ts'

const BACK = 'http://127.0.0.1:9/back'
type Tokens = {
  access_token: string
  refresh_token: string
  expires_in: number
  taobao_user_id: string
  taobao_user_nick: string
  error?: string
}

async function world(run: (sandbox: Sandbox, clock: { at: number }) => Promise<void>): Promise<void> {
  const clock = { at: Date.now() }
  const sandbox = await startSandbox({ now: () => clock.at })
  try {
    await run(sandbox, clock)
  } finally {
    await sandbox.stop()
  }
}
async function codeFor(sandbox: Sandbox): Promise<string> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: sandboxApp.appKey,
    redirect_uri: BACK,
    state: 'S1',
    shop: sandbox.control.shops()[0]?.id ?? '',
  })
  const response = await fetch(`${sandbox.url}/oauth/authorize?${query}`, { redirect: 'manual' })
  const target = new URL(response.headers.get('location') ?? '')
  assert.equal(target.searchParams.get('state'), 'S1')
  return target.searchParams.get('code') ?? ''
}
async function token(sandbox: Sandbox, grant: Record<string, string>): Promise<Tokens> {
  const body = new URLSearchParams({
    client_id: sandboxApp.appKey,
    client_secret: sandboxApp.appSecret,
    redirect_uri: BACK,
    ...grant,
  })
  return (await (await fetch(`${sandbox.url}/oauth/token`, { method: 'POST', body })).json()) as Tokens
}
const readOrders = (sandbox: Sandbox, session: string, nowMs: number) =>
  call(sandbox, 'taobao.trades.sold.get', { fields: 'tid', session }, nowMs)

test('the owner chooses a shop, and the code buys a session for it once', async () => {
  await world(async (sandbox, clock) => {
    const page = await fetch(
      `${sandbox.url}/authorize?${new URLSearchParams({ response_type: 'code', client_id: sandboxApp.appKey, redirect_uri: BACK })}`,
    )
    assert.match(await page.text(), /掌柜示范店/)
    const code = await codeFor(sandbox)
    const tokens = await token(sandbox, { grant_type: 'authorization_code', code })
    assert.equal(decodeURIComponent(tokens.taobao_user_nick), '掌柜示范店')
    await readOrders(sandbox, tokens.access_token, clock.at)
    assert.equal((await token(sandbox, { grant_type: 'authorization_code', code })).error, 'invalid_grant')
  })
})

test('a session ends after its life and a refresh token works once', async () => {
  await world(async (sandbox, clock) => {
    sandbox.control.setTokenLife({ accessSeconds: 60 })
    const first = await token(sandbox, { grant_type: 'authorization_code', code: await codeFor(sandbox) })
    assert.equal(first.expires_in, 60)
    clock.at += 61_000
    assert.equal((await refusalOf(readOrders(sandbox, first.access_token, clock.at))).code, 27)
    const second = await token(sandbox, { grant_type: 'refresh_token', refresh_token: first.refresh_token })
    await readOrders(sandbox, second.access_token, clock.at)
    assert.equal(
      (await token(sandbox, { grant_type: 'refresh_token', refresh_token: first.refresh_token })).error,
      'invalid_grant',
    )
  })
})

test('a code is worth nothing after thirty minutes, for another address or with a wrong secret', async () => {
  await world(async (sandbox, clock) => {
    const late = await codeFor(sandbox)
    clock.at += 30 * 60 * 1000
    assert.equal((await token(sandbox, { grant_type: 'authorization_code', code: late })).error, 'invalid_grant')
    const stolen = await codeFor(sandbox)
    assert.equal(
      (await token(sandbox, { grant_type: 'authorization_code', code: stolen, redirect_uri: 'http://x.test/' })).error,
      'invalid_grant',
    )
    assert.equal(
      (await token(sandbox, { grant_type: 'authorization_code', code: 'any', client_secret: 'guess' })).error,
      'invalid_client',
    )
  })
})

test('the gateway grants and renews tokens too, as JSON inside JSON', async () => {
  await world(async (sandbox, clock) => {
    const granted = await call(sandbox, 'taobao.top.auth.token.create', { session: '', code: await codeFor(sandbox) }, clock.at)
    const tokens = JSON.parse(String(granted.token_result)) as Tokens
    const renewed = await call(
      sandbox,
      'taobao.top.auth.token.refresh',
      { session: '', refresh_token: tokens.refresh_token },
      clock.at,
    )
    await readOrders(sandbox, (JSON.parse(String(renewed.token_result)) as Tokens).access_token, clock.at)
  })
})

test('when the answer to a refresh is lost, the old token is spent', async () => {
  await world(async (sandbox) => {
    const first = await token(sandbox, { grant_type: 'authorization_code', code: await codeFor(sandbox) })
    sandbox.control.setFault({ kind: 'lostReply', target: 'oauth.token', times: 1 })
    const refresh = () => token(sandbox, { grant_type: 'refresh_token', refresh_token: first.refresh_token })
    await assert.rejects(refresh())
    assert.equal((await refresh()).error, 'invalid_grant')
  })
})
