/** Cases that nobody has touched since before the shop was connected are found too, day by day. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { PLATFORM_NAMES } from '#sandbox/outside-platform.ts'
import { listCases } from './operations/list-cases.ts'
import { type Asking, asking } from './testing/asked-refunds.ts'

const DAY_MS = 24 * 3_600_000
let w: Asking
before(async () => {
  w = await asking({ behindMs: 6 * DAY_MS })
})
after(() => w.stop())

for (const platform of PLATFORM_NAMES)
  test(`${platform}: a request from before what the first reading reaches is there after some rounds, once`, async () => {
    const shop = await w.shop(platform)
    const tid = w.ask(shop)
    w.advance(DAY_MS + 60_000)
    const count = async () => (await w.t.call('owner', listCases, { phase: 'all', search: tid })).rows.length
    await w.read(shop)
    assert.equal(await count(), 0, 'the first reading reaches a day back')
    for (let round = 0; round < 3; round += 1) await w.read(shop)
    assert.equal(await count(), 1)
  })
