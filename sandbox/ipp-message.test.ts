import assert from 'node:assert/strict'
import { test } from 'node:test'
import { attribute, decodeIpp, encodeIpp, MalformedIpp, TAG, textOf, valuesOf } from './ipp-message.ts'

const message = {
  majorVersion: 2,
  minorVersion: 0,
  code: 2,
  requestId: 77,
  groups: [
    {
      tag: TAG.operation,
      attributes: [
        attribute('attributes-charset', TAG.charset, 'utf-8'),
        attribute('job-name', TAG.name, '面单 0001'),
        attribute('requested-attributes', TAG.keyword, 'job-id', 'job-state'),
        attribute('last-document', TAG.boolean, true),
      ],
    },
    { tag: TAG.job, attributes: [attribute('copies', TAG.integer, -1)] },
  ],
}

test('what is encoded is decoded again, document bytes included', () => {
  const decoded = decodeIpp(encodeIpp({ ...message, document: Buffer.from('%PDF-') }))
  assert.deepEqual({ ...decoded, document: decoded.document.toString() }, { ...message, document: '%PDF-' })
  assert.equal(textOf(decoded, 'job-name'), '面单 0001')
  assert.deepEqual(valuesOf(decoded, 'requested-attributes'), ['job-id', 'job-state'])
})

test('the bytes are those of RFC 8010', () => {
  const bytes = encodeIpp({
    majorVersion: 1,
    minorVersion: 1,
    code: 0x0b,
    requestId: 1,
    groups: [{ tag: TAG.operation, attributes: [attribute('attributes-charset', TAG.charset, 'utf-8')] }],
  })
  assert.equal(
    bytes.toString('hex'),
    `0101000b0000000101470012${Buffer.from('attributes-charset').toString('hex')}0005${Buffer.from('utf-8').toString('hex')}03`,
  )
})

test('collections of real clients are read over', () => {
  const collection = (tag: number, name: string, value: string) =>
    Buffer.concat([Buffer.from([tag, 0, name.length]), Buffer.from(name), Buffer.from([0, value.length]), Buffer.from(value)])
  const bytes = Buffer.concat([
    Buffer.from('0200000200000001', 'hex'),
    Buffer.from([TAG.job]),
    collection(TAG.collection, 'media-col', ''),
    collection(TAG.memberName, '', 'media-size'),
    collection(TAG.collection, '', ''),
    collection(TAG.memberName, '', 'x'),
    collection(TAG.keyword, '', 'y'),
    collection(TAG.endCollection, '', ''),
    collection(TAG.endCollection, '', ''),
    collection(TAG.keyword, 'sides', 'one-sided'),
    Buffer.from([TAG.end]),
  ])
  assert.equal(textOf(decodeIpp(bytes), 'sides'), 'one-sided')
})

test('a message that ends too early is malformed, wherever it is cut', () => {
  const whole = encodeIpp(message)
  for (let length = 0; length < whole.length; length++) assert.throws(() => decodeIpp(whole.subarray(0, length)), MalformedIpp)
})
