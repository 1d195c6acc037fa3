import assert from 'node:assert/strict'
import { SocketAddress } from 'node:net'
import { test } from 'node:test'
import fc from 'fast-check'
import { networkOf, normaliseIp, placeOf } from './ip-address.ts'

test('an address has one spelling, however it was written', () => {
  for (const [given, wanted] of [
    ['2001:DB8:0:0:0:0:0:1', '2001:db8::1'],
    ['2001:0db8::0001', '2001:db8::1'],
    ['[2001:db8::1]', '2001:db8::1'],
    ['fe80::1%eth0', 'fe80::1'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::FFFF:c000:0207', '192.0.2.7'],
    ['0:0:0:0:0:0:0:0', '::'],
    ['2001:db8:0:1:0:0:0:1', '2001:db8:0:1::1'],
    ['192.0.2.7', '192.0.2.7'],
    ['not an address', 'not an address'],
    ['1.2.3.400', '1.2.3.400'],
    ['1::2::3', '1::2::3'],
  ] as const)
    assert.equal(normaliseIp(given), wanted, given)
})

test('any spelling of an IPv6 address gives the spelling that Node’s own parser gives', () => {
  fc.assert(
    fc.property(fc.ipV6(), (address) => {
      const known = new SocketAddress({ address, family: 'ipv6' }).address
      assert.equal(normaliseIp(address), normaliseIp(known))
      assert.equal(normaliseIp(normaliseIp(address)), normaliseIp(address))
    }),
  )
})

test('whoever has a /64 cannot try again from each of its addresses', () => {
  assert.equal(placeOf('2001:db8:1:2:3:4:5:6'), placeOf('2001:db8:1:2:ffff::1'))
  assert.notEqual(placeOf('2001:db8:1:2::1'), placeOf('2001:db8:1:3::1'))
  assert.equal(placeOf('::ffff:192.0.2.7'), '192.0.2.7')
  assert.notEqual(placeOf('192.0.2.7'), placeOf('192.0.2.8'))
})

test('a network is wider than a place', () => {
  assert.equal(networkOf('192.0.2.7'), '192.0.2.0/24')
  assert.equal(networkOf('2001:db8:1:2::1'), '2001:db8:1::/48')
})
