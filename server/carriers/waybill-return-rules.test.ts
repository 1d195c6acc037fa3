import assert from 'node:assert/strict'
import { test } from 'node:test'
import { backAfterDays, isRecycled } from './waybill-return-rules.ts'

const platform = (name: string) => ({ way: 'platform' as const, platform: name })
const own = { way: 'account' as const, fields: [], gatewayUrl: () => '' }

test('what a platform says of numbers that come back is known by platform, and nothing is made up for the others', () => {
  assert.deepEqual([platform('taobao'), platform('pinduoduo'), own].map(backAfterDays), [15, 15, null])
})

test('an unused number is taken back by Pinduoduo itself after 30 days, to the moment', () => {
  const issuedAt = '2026-10-01T00:00:00.000Z'
  const at = (moment: string) => isRecycled(platform('pinduoduo'), issuedAt, new Date(moment))
  assert.deepEqual([at('2026-10-30T23:59:59.999Z'), at('2026-10-31T00:00:00.000Z')], [false, true])
  assert.equal(isRecycled(platform('taobao'), issuedAt, new Date('2027-10-31T00:00:00.000Z')), false)
  assert.equal(isRecycled(own, issuedAt, new Date('2027-10-31T00:00:00.000Z')), false)
})
