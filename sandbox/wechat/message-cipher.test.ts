import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decrypt, getSignature } from '@wecom/crypto'
import fc from 'fast-check'
import { encryptMessage, signatureOf } from './message-cipher.ts'
import { shopKeysOf } from './shop-keys.ts'

const KEY = 'abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG'
const APP_ID = 'wxb11529c136998cb6'

test('the platform encrypts its published example as published', () => {
  assert.equal(
    encryptMessage(KEY, '我是中文abcd123', APP_ID, Buffer.from('aaaabbbbccccdddd')),
    'jn1L23DB+6ELqJ+6bruv21Y6MD7KeIfP82D6gU39rmkgczbWwt5+3bnyg5K55bgVtVzd832WzZGMhkP72vVOfg==',
  )
  assert.equal(signatureOf('pamtest', '1409304348', 'xxxxxx'), '76480565cbe296026c53aaacd1ad523a1ddba24f')
})

test('a public library opens and signs whatever the sandbox pushes', () => {
  const property = fc.property(fc.nat(), fc.string({ unit: 'grapheme', maxLength: 300 }), (shop, message) => {
    const { appId, encodingAesKey, messageToken } = shopKeysOf(`wx${shop}`)
    assert.match(encodingAesKey, /^[A-Za-z0-9]{43}$/)
    const encrypted = encryptMessage(encodingAesKey, message, appId, Buffer.alloc(16, shop))
    const opened = decrypt(encodingAesKey, encrypted)
    assert.deepEqual([opened.message, opened.id], [message, appId])
    assert.equal(signatureOf(messageToken, '1', '2', encrypted), getSignature(messageToken, '1', '2', encrypted))
  })
  fc.assert(property, { numRuns: 1000 })
})
