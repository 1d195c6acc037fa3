import assert from 'node:assert/strict'
import { createPublicKey, generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import { merchantId } from './ids.ts'
import {
  checkpointText,
  isNoteSigned,
  joinNotes,
  noteOf,
  parseCheckpoint,
  signText,
  splitNotes,
  verifierKey,
} from './signed-note.ts'

const merchant = merchantId('7')
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const root = Buffer.alloc(32, 9).toString('base64')
const note = (size: string) =>
  noteOf(
    merchant,
    {
      tree_size: size,
      root_hash: root,
      signature: signText(checkpointText(merchant, size, root), privateKey),
    },
    publicKey,
  )

test('the example note of the specification is read and verified with its published key', () => {
  const example = [
    'If you think cryptography is the answer to your problem,',
    "then you don't know what your problem is.",
    '',
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=',
    '',
  ].join('\n')
  const raw = Buffer.from('ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW', 'base64').subarray(1)
  const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: raw.toString('base64url') }, format: 'jwk' })
  assert.equal(verifierKey('PeterNeumann', key), 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW')
  assert.ok(isNoteSigned(example, 'PeterNeumann', key))
  assert.ok(!isNoteSigned(example.replace('answer', 'reason'), 'PeterNeumann', key))
  assert.ok(!isNoteSigned(example, 'SomebodyElse', key))
})

test('a checkpoint is signed under its log, and a changed size, root or origin is not', () => {
  const signed = note('42')
  assert.deepEqual(parseCheckpoint(signed), {
    note: signed,
    origin: 'zhanggui/log/7',
    size: 42,
    root,
  })
  assert.ok(isNoteSigned(signed, 'zhanggui/log/7', publicKey))
  for (const forged of [signed.replace('\n42\n', '\n43\n'), signed.replace('CQkJ', 'CQkK'), signed.replace('log/7', 'log/8')])
    assert.ok(!isNoteSigned(forged, 'zhanggui/log/7', publicKey))
  assert.ok(!isNoteSigned(signed, 'zhanggui/log/7', generateKeyPairSync('ed25519').publicKey))
})

test('a witness may add its own signature; the log’s still counts', () => {
  assert.ok(isNoteSigned(`${note('42')}— witness.example jWbPPwAAAABkGFDLEZMHwSRa\n`, 'zhanggui/log/7', publicKey))
})

test('a file of notes is read back as it was written, also when its end was cut off', () => {
  const notes = [note('1'), `${note('2')}— witness.example jWbPPwAAAABkGFDLEZMHwSRa\n`, note('3')]
  assert.deepEqual(splitNotes(joinNotes(notes)), notes)
  assert.deepEqual(splitNotes(`${joinNotes(notes)}zhanggui/log/7\n4\nCQ`), notes)
  assert.deepEqual(splitNotes(''), [])
  assert.equal(parseCheckpoint('not a checkpoint'), undefined)
})
