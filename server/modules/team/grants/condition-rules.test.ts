import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isInsideRanges, isIpInside, isIpRange } from '#kernel/ip-ranges.ts'
import { isOnShift, whyNotInForce } from './condition-rules.ts'

test('hours of a day, over midnight, in the zone of the shop', () => {
  const day = { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', zone: 'Asia/Shanghai' }
  const night = { days: [5], from: '22:00', to: '06:00', zone: 'Asia/Shanghai' }
  const cases: [typeof day, string, boolean][] = [
    [day, '2026-11-30T01:00:00Z', true],
    [day, '2026-11-30T00:59:59Z', false],
    [day, '2026-11-30T10:00:00Z', false],
    [day, '2026-11-28T04:00:00Z', false],
    [night, '2026-11-27T15:00:00Z', true],
    [night, '2026-11-27T21:59:00Z', true],
    [night, '2026-11-27T22:00:00Z', false],
    [night, '2026-11-28T15:00:00Z', false],
  ]
  for (const [hours, at, expected] of cases) assert.equal(isOnShift(hours, new Date(at)), expected, at)
  assert.equal(isOnShift(null, new Date()), false)
})

test('each day may have hours of its own', () => {
  const others = [{ days: [6], from: '10:00', to: '12:00' }]
  const hours = { days: [1, 2], from: '09:00', to: '18:00', others, zone: 'Asia/Shanghai' }
  const at = (moment: string) => isOnShift(hours, new Date(moment))
  assert.deepEqual(['2026-11-30T01:00:00Z', '2026-12-05T02:30:00Z', '2026-12-05T05:00:00Z', '2026-12-03T02:30:00Z'].map(at), [
    true,
    true,
    false,
    false,
  ])
})

test('addresses and ranges, IPv4, IPv6 and IPv4 written as IPv6', () => {
  assert.ok(isIpInside('10.1.2.3', ['10.0.0.0/8']))
  assert.ok(isIpInside('::ffff:10.1.2.3', ['10.0.0.0/8']))
  assert.ok(isIpInside('2001:db8::1', ['2001:db8::/32']))
  assert.ok(!isIpInside('11.0.0.1', ['10.0.0.0/8', '2001:db8::/32']))
  assert.ok(!isIpInside('', ['0.0.0.0/0']))
  assert.deepEqual(['10.0.0.0/8', '10.0.0.1', '::/0', '10.0.0.0/33', 'home', '10.0.0.0/x'].map(isIpRange), [
    true,
    true,
    true,
    false,
    false,
    false,
  ])
  assert.ok(isInsideRanges(['10.1.0.0/16'], ['10.0.0.0/8']))
  assert.ok(!isInsideRanges(['10.0.0.0/7'], ['10.0.0.0/8']))
  assert.ok(!isInsideRanges(['::/0'], ['0.0.0.0/0']))
})

test('a grant holds from its beginning until just before its end, on shift and from its addresses', () => {
  const grant = { from: '2026-11-01T00:00:00Z', until: '2026-12-01T00:00:00Z', onShift: false, ipRanges: [] }
  const at = (now: string, ip = '') => ({ now: new Date(now), ip, workHours: null })
  assert.equal(whyNotInForce(grant, at('2026-10-31T23:59:59Z')), 'notYet')
  assert.equal(whyNotInForce(grant, at('2026-11-01T00:00:00Z')), undefined)
  assert.equal(whyNotInForce(grant, at('2026-12-01T00:00:00Z')), 'over')
  assert.equal(whyNotInForce({ ...grant, onShift: true }, at('2026-11-02T00:00:00Z')), 'offShift')
  assert.equal(whyNotInForce({ ...grant, ipRanges: ['10.0.0.0/8'] }, at('2026-11-02T00:00:00Z', '11.0.0.1')), 'otherAddress')
})
