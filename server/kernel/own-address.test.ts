import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownAddress } from './own-address.ts'

test('on one’s own machine the address that is printed is a name, for browsers refuse passkeys at a number', () => {
  for (const host of ['127.0.0.1', '0.0.0.0', '::1', '::']) {
    assert.equal(ownAddress({ publicUrl: undefined, host }, 3000), 'http://localhost:3000', host)
  }
})

test('a public address is told as it was set, and another host as it is', () => {
  assert.equal(ownAddress({ publicUrl: 'https://shop.example/', host: '0.0.0.0' }, 3000), 'https://shop.example')
  assert.equal(ownAddress({ publicUrl: undefined, host: '192.168.1.7' }, 80), 'http://192.168.1.7:80')
  assert.equal(ownAddress({ publicUrl: undefined, host: 'fd00::7' }, 80), 'http://[fd00::7]:80')
})
