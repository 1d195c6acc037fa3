import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addressHint, isIdNumber, nextTryAt, normaliseAddress } from './invitation-rules.ts'

test('an address is known in whatever form it was typed', () => {
  const same: [Parameters<typeof normaliseAddress>[0], string, string[]][] = [
    ['phone', '13812345678', ['138 1234 5678', '+86 138-1234-5678', '86 13812345678', '１３８12345678']],
    ['phone', '+85291234567', ['+852 9123 4567']],
    ['wechat', 'sunxy_88', [' SunXY_88 ']],
    ['email', 'li@shop.example', ['Li@Shop.Example ']],
    ['link', '', ['  ']],
  ]
  for (const [kind, expected, texts] of same) for (const text of texts) assert.equal(normaliseAddress(kind, text), expected, text)
})

test('what is no address of its kind is refused', () => {
  for (const text of ['', '12345', '1381234567', '23812345678', 'call me'])
    assert.equal(normaliseAddress('phone', text), undefined, text)
  for (const text of ['', 'abc', '8abcdef', 'has space', '微信号码很长', 'a'.repeat(21)])
    assert.equal(normaliseAddress('wechat', text), undefined, text)
  for (const text of ['', 'a@b', 'a b@c.d', 'x@y.z\nBcc: all@y.z', '<x@y.z>', 'x@y.z, q@y.z'])
    assert.equal(normaliseAddress('email', text), undefined, text)
  assert.equal(normaliseAddress('link', 'somebody'), undefined)
})

test('a hint shows enough to recognise an address and not enough to use it', () => {
  assert.equal(addressHint('phone', '13812345678'), '138****5678')
  assert.equal(addressHint('wechat', 'sunxy_88'), 'su***8')
  assert.equal(addressHint('email', 'li@shop.example'), 'li***@shop.example')
  assert.equal(addressHint('link', ''), '')
})

test('an identity card number is right only with its check character', () => {
  assert.equal(isIdNumber('999001199001010011'), true)
  assert.equal(isIdNumber('99900119900101002X'), true)
  for (const wrong of ['999001199001010012', '99900119900101002x', '9990011990010100', ''])
    assert.equal(isIdNumber(wrong), false, wrong)
})

test('a message that does not arrive is tried at growing distance, and no longer than the invitation lives', () => {
  const now = new Date('2026-01-01T00:00:00Z')
  const inHours = (hours: number) => new Date(now.getTime() + hours * 3600_000)
  const waits = [1, 2, 3, 4, 5, 6, 11].map(
    (tries) => ((nextTryAt(tries, now, inHours(24))?.getTime() ?? 0) - now.getTime()) / 1000,
  )
  assert.deepEqual(waits, [10, 30, 90, 270, 810, 1800, 1800])
  assert.equal(nextTryAt(12, now, inHours(24)), null)
  assert.equal(nextTryAt(6, now, inHours(0.4)), null)
})
