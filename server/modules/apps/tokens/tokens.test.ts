import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { Permission } from '#contract/permissions.ts'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { type AppWorld, anAppWorld, type Person } from '#modules/apps/testing/app-world.ts'
import { freezeStaff } from '#modules/team/operations/freeze-staff.ts'
import { unfreezeStaff } from '#modules/team/operations/unfreeze-staff.ts'
import { createToken } from './operations/create-token.ts'
import { listAllTokens } from './operations/list-all-tokens.ts'
import { listOwnTokens } from './operations/list-own-tokens.ts'
import { revokeAnyToken } from './operations/revoke-any-token.ts'
import { revokeOwnToken } from './operations/revoke-own-token.ts'

let w: AppWorld
before(async () => {
  w = await anAppWorld()
})
after(() => w.stop())

const DAY_MS = 24 * 3600_000
const inDays = (days: number): string => new Date(w.t.clock.now.getTime() + days * DAY_MS).toISOString()
const make = (person: Pick<Person, 'accountId'>, permissions: Permission[], shopIds: string[] | null = null, days = 30) =>
  w.t.call({ accountId: person.accountId }, createToken, { name: '夜间对账', permissions, shopIds, expiresAt: inDays(days) })
const call = async (token: string, operation: string, input: object = {}) => {
  const answer = await fetch(`${w.url}/api/call/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    body: JSON.stringify(input),
  })
  const body = await answer.json()
  return { status: answer.status, code: body.error?.code as string | undefined, body }
}
const failing = (code: string) => (error: unknown) => error instanceof Failure && error.definition.code === code

test('a token acts as its maker within its scopes, is shown once and stored hashed', async () => {
  const admin = await w.person('maker', 'administrator')
  const { token, tokenId } = await make(admin, ['orders.view', 'catalog.view'])
  assert.match(token, /^zgt_/)
  assert.equal((await call(token, 'orders.listParcels')).status, 200)
  assert.equal((await call(token, 'inventory.listStock')).code, 'notPermitted')
  assert.equal((await call(token, 'team.readMe')).code, 'notPermitted')
  const { rows } = await w.t.call({ accountId: admin.accountId }, listOwnTokens, {})
  assert.deepEqual([rows[0]?.tokenId, rows[0]?.ending, rows[0]?.name], [tokenId, token.slice(-4), '夜间对账'])
  const stored = JSON.stringify(
    await w.t.read((reader) => reader.rows(sql`select * from api_tokens where merchant_id = ${reader.merchantId}`)),
  )
  assert.ok(!stored.includes(token) && !stored.includes(token.slice(-43)))
})

test('a token never carries what its maker lacks, what stays with people, or a shop outside the maker’s', async () => {
  const [mine, foreign] = [await w.t.shop(), await w.t.shop()]
  const admin = await w.person('limited', 'administrator', [mine])
  await assert.rejects(make(admin, ['account.self']), failing('functionNotForApps'))
  await assert.rejects(make(admin, ['apps.tokens']), failing('functionNotForApps'))
  await assert.rejects(make(admin, ['orders.view'], [foreign]), failing('beyondOwnRights'))
  const { token } = await make(admin, ['orders.view', 'shops.view'])
  const shops = (await call(token, 'shops.listShops')).body.rows as { shopId: string }[]
  assert.deepEqual(
    shops.map((shop) => shop.shopId),
    [mine],
  )
})

test('a token for one shop sees that shop only', async () => {
  const [one, two] = [await w.t.shop(), await w.t.shop()]
  const admin = await w.person('oneshop', 'administrator')
  const { token } = await make(admin, ['shops.view'], [one])
  const shops = (await call(token, 'shops.listShops')).body.rows as { shopId: string }[]
  assert.deepEqual(
    shops.map((shop) => shop.shopId),
    [one],
  )
  assert.ok(two)
})

test('who may not make tokens cannot; without an end, or for longer than a year, nobody can', async () => {
  const reviewer = await w.person('nomaker', 'orderReviewer')
  await assert.rejects(make(reviewer, ['orders.view']), failing('notPermitted'))
  const admin = await w.person('longmaker', 'administrator')
  await assert.rejects(make(admin, ['orders.view'], null, 400), failing('tokenTooLong'))
  await assert.rejects(make(admin, ['orders.view'], null, -1), failing('tokenTooLong'))
})

test('a token dies with its maker’s freeze and stays dead when the maker is back', async () => {
  const admin = await w.person('frozen', 'administrator')
  const { token } = await make(admin, ['orders.view'])
  await w.t.call('owner', freezeStaff, { accountIds: [admin.accountId] })
  assert.equal((await call(token, 'orders.listParcels')).code, 'accountFrozen')
  await w.t.runJobs()
  await w.t.call('owner', unfreezeStaff, { accountIds: [admin.accountId] })
  assert.equal((await call(token, 'orders.listParcels')).code, 'tokenInvalid')
})

test('a token loses what its maker loses, from the next call on', async () => {
  const admin = await w.person('loser', 'administrator')
  const { token } = await make(admin, ['orders.view'])
  await w.t.write((tx) =>
    tx.write(sql`update grants set role = 'designer' where merchant_id = ${tx.merchantId} and account_id = ${admin.accountId}`),
  )
  await w.t.write((tx) =>
    tx.write(sql`update accounts set epoch = epoch + 1 where merchant_id = ${tx.merchantId} and account_id = ${admin.accountId}`),
  )
  assert.equal((await call(token, 'orders.listParcels')).code, 'notPermitted')
})

test('a merchant’s token opens nothing at another merchant', async () => {
  const admin = await w.person('athome', 'administrator')
  const other = await w.t.anotherMerchant()
  const { token } = await make(admin, ['orders.view'])
  const moved = token.replace(/^zgt_\d+_/, `zgt_${other.merchantId}_`)
  assert.equal((await call(moved, 'orders.listParcels')).code, 'tokenInvalid')
})

test('expired, revoked by its maker, revoked by a manager: the next call is refused', async () => {
  const admin = await w.person('ender', 'administrator')
  const other = await w.person('notmine', 'administrator')
  const short = await make(admin, ['orders.view'], null, 1)
  const [own, any] = [await make(admin, ['orders.view']), await make(admin, ['orders.view'])]
  await assert.rejects(w.t.call({ accountId: other.accountId }, revokeOwnToken, { tokenId: own.tokenId }), failing('notFound'))
  await w.t.call({ accountId: admin.accountId }, revokeOwnToken, { tokenId: own.tokenId })
  await w.t.call('owner', revokeAnyToken, { tokenId: any.tokenId })
  for (const { token } of [own, any]) assert.equal((await call(token, 'orders.listParcels')).code, 'tokenInvalid')
  assert.equal((await call(short.token, 'orders.listParcels')).status, 200)
  w.t.clock.advance(DAY_MS + 1000)
  assert.equal((await call(short.token, 'orders.listParcels')).code, 'tokenInvalid')
  const { rows } = await w.t.call('owner', listAllTokens, {})
  assert.ok(rows.some((row) => row.tokenId === any.tokenId && row.maker.accountId === admin.accountId && row.revokedAt !== null))
})

test('requests are counted per token: one that is used up leaves the others theirs', async () => {
  const strict = await anAppWorld({ RATE_LIMIT_PER_MINUTE: '12' })
  const asOwner = async (name: string) =>
    (
      await strict.t.call('owner', createToken, {
        name,
        permissions: ['orders.view'],
        shopIds: null,
        expiresAt: new Date(strict.t.clock.now.getTime() + DAY_MS).toISOString(),
      })
    ).token
  const send = (token: string) =>
    fetch(`${strict.url}/api/call/orders.listParcels`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
      body: '{}',
    })
  const [first, second] = [await asOwner('a'), await asOwner('b')]
  await send(first)
  await send(second)
  for (let n = 0; n < 12; n += 1) await send(first)
  assert.deepEqual([(await send(first)).status, (await send(second)).status], [429, 200])
  const guess = () =>
    fetch(`${strict.url}/oauth/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'refresh_token' }) })
  for (let n = 0; n < 12; n += 1) await guess()
  assert.equal((await guess()).status, 429)
  await strict.stop()
})
