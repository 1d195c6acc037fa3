import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import fc from 'fast-check'
import { inMerchant } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import type { MerchantId } from '#kernel/ids.ts'
import { bearerCaller } from './bearer.ts'
import { oauthAdapter } from './oauth/oauth-adapter.ts'
import { readSecret } from './secrets.ts'
import { type AppWorld, anAppWorld, authorise } from './testing/app-world.ts'
import { createToken } from './tokens/operations/create-token.ts'
import { revokeOwnToken } from './tokens/operations/revoke-own-token.ts'

/** Promise P7: tokens are bound. 0 of 10,000 replays are accepted: another merchant, another kind, used, revoked, expired, altered. */
const REPLAYS = 10_000
const AT_ONCE = 30

let w: AppWorld
let living: string[]
let dead: string[]
let foreign: MerchantId
before(async () => {
  w = await anAppWorld()
  foreign = (await w.t.anotherMerchant()).merchantId
  const app = await w.install(['orders.view'])
  const person = await w.person('replay', 'administrator')
  await w.switchOn(app, person.accountId, ['orders.view'])
  const { tokens, back } = await authorise(app, person, 'openid orders.view')
  const make = (days: number) =>
    w.t.call({ accountId: person.accountId }, createToken, {
      name: 'x',
      permissions: ['orders.view'],
      shopIds: null,
      expiresAt: new Date(w.t.clock.now.getTime() + days * 24 * 3600_000).toISOString(),
    })
  const [good, revoked, short] = [await make(30), await make(30), await make(1)]
  await w.t.call({ accountId: person.accountId }, revokeOwnToken, { tokenId: revoked.tokenId })
  w.t.clock.advance(24 * 3600_000 + 1000)
  living = [good.token]
  dead = [revoked.token, short.token, tokens.access_token, back.searchParams.get('code') ?? '', 'zgt_1_', '']
  living.push(tokens.refresh_token ?? '')
})
after(() => w.stop())

const adapter = () => {
  const { database } = w.t.app.kernel
  const make = oauthAdapter({
    database,
    now: () => w.t.clock.now,
    invalidGrant: (text) => new Error(text),
    onEnded: () => undefined,
  })
  return [make('RefreshToken'), make('AuthorizationCode'), make('AccessToken')]
}
/** Is it taken anywhere: as a bearer of the API, or by the provider as a code or token? */
async function isTaken(token: string): Promise<boolean> {
  const caller = bearerCaller(token, { via: 'api', ip: '', language: 'zh', requestId: 'replay' })
  if (caller) {
    try {
      await inMerchant(w.t.app.kernel.database, caller.merchantId, 'read', (tx) => caller.identify(tx, w.t.clock.now))
      return true
    } catch (error) {
      if (!(error instanceof Failure)) throw error
    }
  }
  if (!readSecret(token)) return false
  for (const model of adapter()) {
    const found = await model.find(token)
    if (found && (found as { consumed?: unknown }).consumed === undefined) return true
  }
  return false
}

const letter = fc.constantFrom(...'ABCXYZabcxyz0189_-')
/** One way to present what was not given: `at` says where, `by` with what. */
const alteration = fc.record({
  way: fc.constantFrom('letter', 'merchant', 'kind', 'cut', 'longer', 'case', 'spliced', 'dead'),
  at: fc.nat(60),
  by: letter,
  which: fc.nat(20),
  kind: fc.constantFrom('zga', 'zgt', 'zgr', 'zgc', 'zgs', 'z1'),
})
type Alteration = typeof alteration extends fc.Arbitrary<infer A> ? A : never

function altered({ way, at, by, which, kind }: Alteration): string {
  const token = living[which % living.length] ?? ''
  const other = living[(which + 1) % living.length] ?? ''
  const [ownKind = '', merchant = '', ...rest] = token.split('_')
  const secret = rest.join('_')
  const place = at % secret.length
  const ways = {
    letter: () => `${ownKind}_${merchant}_${secret.slice(0, place)}${by}${secret.slice(place + 1)}`,
    merchant: () => `${ownKind}_${foreign}_${secret}`,
    kind: () => `${kind}_${merchant}_${secret}`,
    cut: () => token.slice(0, -1 - (at % 10)),
    longer: () => token + by,
    case: () => `${ownKind}_${merchant}_${secret.toUpperCase()}`,
    spliced: () => `${ownKind}_${merchant}_${secret.slice(0, place)}${other.slice(-(secret.length - place) || undefined)}`,
    dead: () => dead[which % dead.length] ?? '',
  }
  return ways[way as keyof typeof ways]()
}

test('none of 10,000 replayed or altered tokens is taken anywhere, and the true ones still are', async () => {
  const presented = fc.sample(alteration, { numRuns: REPLAYS, seed: 7 }).map(altered)
  const untrue = presented.filter((token) => !living.includes(token))
  const each = [...new Set(untrue)]
  for (let start = 0; start < each.length; start += AT_ONCE) {
    const some = each.slice(start, start + AT_ONCE)
    const taken = await Promise.all(some.map(isTaken))
    assert.deepEqual(
      some.filter((_token, place) => taken[place]),
      [],
    )
  }
  const tried = untrue.length
  assert.ok(tried > REPLAYS * 0.95, `only ${tried} were really altered`)
  for (const token of living) assert.equal(await isTaken(token), true)
})
