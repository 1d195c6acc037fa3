import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskedMessage } from './personal-rules.ts'

const fields = ['receiver_name', 'receiver_mobile', 'receiver.address', 'receiver.name']
const cases: [string, unknown, unknown][] = [
  [
    'names and numbers',
    { receiver_name: '林小满', receiver_mobile: '13912345678', tid: '42' },
    { receiver_name: '林**', receiver_mobile: '139****5678', tid: '42' },
  ],
  [
    'fields of a receiver alone, at whatever depth',
    { name: '店', a: [{ receiver: { name: '林小满', address: '文三路' } }] },
    { name: '店', a: [{ receiver: { name: '林**', address: '***' } }] },
  ],
  ['what the platform masked stays', { receiver_name: '林*' }, { receiver_name: '林*' }],
  [
    'a value that is no text',
    { receiver_name: { first: '林' }, receiver_mobile: 13912345678 },
    { receiver_name: '***', receiver_mobile: '***' },
  ],
  [
    'a mobile in a note; an order number is none',
    { note: '打13912345678', tid: '1391234567800001' },
    { note: '打139****5678', tid: '1391234567800001' },
  ],
  ['JSON inside a text', { more: '{"receiver_name":"林小满"}' }, { more: '{"receiver_name":"林**"}' }],
]
for (const [name, body, shown] of cases)
  test(`masked: ${name}`, () => assert.deepEqual(JSON.parse(maskedMessage(JSON.stringify(body), fields)), shown))

test('what is no JSON keeps its form only', () => {
  const shown = maskedMessage('{"receiver_name":"林小满", 13912345678', fields)
  assert.equal(shown, '{"********_****":"***", ***********')
})
