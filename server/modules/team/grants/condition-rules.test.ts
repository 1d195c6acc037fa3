import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isInsideRanges, isIpInside, isIpRange } from '#kernel/ip-ranges.ts'
import { isConditional, isOnShift, whyNotInForce } from './condition-rules.ts'

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

test('minutes count, nights end in the morning of the next day also from Sunday to Monday, equal times are a whole day', () => {
  const at = (days: number[], from: string, to: string, moment: string) =>
    isOnShift({ days, from, to, zone: 'UTC' }, new Date(moment))
  // 2026-11-30 is a Monday.
  assert.equal(at([1], '09:45', '10:15', '2026-11-30T09:44:00Z'), false)
  assert.equal(at([1], '09:45', '10:15', '2026-11-30T09:45:00Z'), true)
  assert.equal(at([1], '09:45', '10:15', '2026-11-30T10:14:00Z'), true)
  assert.equal(at([1], '09:45', '10:15', '2026-11-30T10:15:00Z'), false)
  assert.equal(at([7], '22:00', '06:00', '2026-11-30T05:59:00Z'), true)
  assert.equal(at([7], '22:00', '06:00', '2026-11-30T06:00:00Z'), false)
  assert.equal(at([1], '22:00', '06:00', '2026-11-30T05:00:00Z'), false)
  assert.equal(at([1], '22:00', '06:00', '2026-11-30T21:59:00Z'), false)
  assert.equal(at([1], '22:00', '06:00', '2026-11-30T22:00:00Z'), true)
  assert.equal(at([1], '08:00', '08:00', '2026-11-30T08:00:00Z'), true)
  assert.equal(at([1], '08:00', '08:00', '2026-12-01T07:59:00Z'), true)
  assert.equal(at([1], '08:00', '08:00', '2026-11-30T07:59:00Z'), false)
})

test('any condition makes a grant conditional, none does not', () => {
  const free = { from: null, until: null, onShift: false, ipRanges: [] as string[] }
  assert.equal(isConditional(free), false)
  const moment = '2026-11-01T00:00:00Z'
  for (const more of [{ from: moment }, { until: moment }, { onShift: true }, { ipRanges: ['10.0.0.0/8'] }])
    assert.equal(isConditional({ ...free, ...more }), true, JSON.stringify(more))
})

test('a grant without beginning or end holds also before 1970 was invented', () => {
  const free = { from: null, until: null, onShift: false, ipRanges: [] }
  assert.equal(whyNotInForce(free, { now: new Date('1960-01-01T00:00:00Z'), ip: '', workHours: null }), undefined)
  assert.equal(whyNotInForce(free, { now: new Date('2100-01-01T00:00:00Z'), ip: '', workHours: null }), undefined)
})

test('ranges of both families are read whole, and only whole', () => {
  assert.deepEqual(
    ['2001:db8::/33', '2001:db8::/129', '10.0.0.0/8x', '10.0.0.0/x8', '10.0.0.0/', '10.0.0.0/1000', '', '/8'].map(isIpRange),
    [true, false, false, false, false, false, false, false],
  )
  assert.ok(isIpInside('::ffff:10.123.231.132', ['10.123.231.132']))
  assert.ok(!isIpInside('1::ffff:10.1.2.3', ['10.0.0.0/8']))
  assert.ok(!isIpInside('::ffff:10.1.2.3.4', ['10.0.0.0/8']))
  assert.ok(!isIpInside('10.1.2.3', ['::/0']))
  assert.ok(!isIpInside('::1', ['0.0.0.0/0']))
  assert.ok(!isIpInside('10.1.2.3', ['nonsense']))
  assert.ok(isIpInside('10.1.2.3', ['nonsense', '10.0.0.0/8']))
  assert.ok(!isIpInside('not an address', ['::/0', '0.0.0.0/0']))
})

test('each range must lie in one of the others', () => {
  assert.ok(isInsideRanges(['10.1.0.0/16', '11.0.0.0/8'], ['10.0.0.0/8', '11.0.0.0/8']))
  assert.ok(!isInsideRanges(['10.1.0.0/16', '12.0.0.0/8'], ['10.0.0.0/8', '11.0.0.0/8']))
  assert.ok(!isInsideRanges(['nonsense'], ['0.0.0.0/0']))
  assert.ok(!isInsideRanges(['10.0.0.0/8'], ['nonsense']))
  assert.ok(isInsideRanges(['10.0.0.0/8'], ['nonsense', '10.0.0.0/8']))
  assert.ok(!isInsideRanges(['2001:db8::/32'], ['0.0.0.0/0']))
  assert.ok(isInsideRanges(['2001:db8::1'], ['2001:db8::/32']))
  assert.ok(isInsideRanges([], ['10.0.0.0/8']))
  // IPv4 written as IPv6 with room around it is more than the IPv4 range it seems to begin with.
  assert.ok(!isInsideRanges(['::ffff:10.0.0.0/20'], ['10.0.0.0/8']))
})
