/** Tokens over a long time, on one clock with the platforms, which know only the newest refresh token. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { jobContext } from '#modules/intake/testing/job-context.ts'
import { aConnectedShop, aPlatformTeam } from '#modules/intake/testing/platform-shops.ts'
import { fourPlatforms } from '#server/testing/four-platforms.ts'
import { listShops } from './operations/list-shops.ts'
import { noteAuthorisationLost } from './operations/note-authorisation-lost.ts'
import { openConnection, renewTokens } from './platform-call.ts'
import { renewTokensJob } from './shop-jobs.ts'

const LIFE_SECONDS = 3600
const STEP_MS = 41 * 60_000
const GENERATIONS = 4

test('every platform’s tokens are renewed before they end, generation after generation, and no shop is lost', async () => {
  const startAt = Date.now() - (GENERATIONS + 1) * STEP_MS
  const world = await fourPlatforms({ startAt, seed: 3, accessSeconds: LIFE_SECONDS })
  try {
    for (let generation = 1; generation <= GENERATIONS; generation += 1) {
      world.setTime(startAt + generation * STEP_MS)
      await renewTokensJob.run({}, jobContext(world.t))
    }
    const versions = await world.t.read((reader) =>
      reader.rows<{ version: number }>(
        sql`select token_version as version from shop_authorisations where merchant_id = ${reader.merchantId}`,
      ),
    )
    assert.deepEqual(
      versions.map(({ version }) => version),
      world.shops.map(() => 1 + GENERATIONS),
    )
    const { rows } = await world.t.call('owner', listShops, {})
    assert.deepEqual([...new Set(rows.map(({ state, authorisation }) => `${state} ${authorisation}`))], ['active valid'])
  } finally {
    await world.stop()
  }
})

test('a renewal that comes late still counts: the shop that was taken for lost is active again', async () => {
  const world = await aPlatformTeam()
  try {
    const { shopId } = await aConnectedShop(world, 'taobao')
    const context = jobContext(world.t)
    const slow = await openConnection(context, shopId)
    const stateOf = async () => (await world.t.call('owner', listShops, {})).rows.find((row) => row.shopId === shopId)?.state
    await context.call(noteAuthorisationLost, { shopId, tokenVersion: slow.tokenVersion, reason: 'refused by another process' })
    assert.equal(await stateOf(), 'authorisation_expired')
    // The one who was slow comes back with tokens all the same.
    await renewTokens(context, slow)
    assert.equal(await stateOf(), 'active')
  } finally {
    await world.stop()
  }
})
