import assert from 'node:assert/strict'
import { test } from 'node:test'
import { maskName, maskPhone } from '#kernel/personal-text.ts'
import type { Receiver } from '#server/platforms/platform.ts'
import { maskedReceiver, receiverFlaws, receiverIdentity } from './receiver-rules.ts'
import { aReceiver } from './testing/order-samples.ts'

const cases: [string, Partial<Receiver>, string[], string[]][] = [
  ['a whole receiver has no flaw', {}, [], []],
  ['a masked receiver counts as given', { name: '林**', phone: '139****5678', address: '文三路***' }, [], []],
  [
    'missing fields are named',
    { name: ' ', phone: '', province: '', city: '', address: '' },
    ['name', 'phone', 'province', 'city', 'address'],
    [],
  ],
  ['two numbers in the phone field', { phone: '13912345678/13887654321' }, [], ['phone']],
  ['the same number twice is one', { phone: '13912345678 13912345678' }, [], []],
  ['a landline beside a mobile', { phone: '0571-88886666 13912345678' }, [], ['phone']],
  ['another mobile inside the address', { address: '文三路90号 13887654321' }, [], ['phone']],
  ['the own mobile inside the address', { address: '文三路90号 13912345678' }, [], []],
  ['two full addresses in one text', { address: '浙江省杭州市文三路1号 江苏省南京市中山路2号' }, [], ['address']],
  ['an address that repeats its own province', { address: '浙江省杭州市西湖区文三路1号' }, [], []],
  ['“or send to”', { address: '文三路90号或者寄到公司' }, [], ['address']],
]
for (const [name, changes, missing, doubled] of cases)
  test(`receiver: ${name}`, () => assert.deepEqual(receiverFlaws(aReceiver(changes)), { missing, doubled }))

test('names and phones are shown masked, whatever their length', () => {
  assert.deepEqual(['张三', '欧阳娜娜', '李*', ''].map(maskName), ['张**', '欧**', '李*', ''])
  assert.deepEqual(['13812341234', '88886666', '138****1234', '7'].map(maskPhone), [
    '138****1234',
    '******66',
    '138****1234',
    '*',
  ])
  assert.equal(maskedReceiver(aReceiver()), '林**, 139****5678, 浙江省杭州市西湖区***')
  assert.equal(
    maskedReceiver(aReceiver({ province: '上海市', city: '上海市', district: '浦东新区' })),
    '林**, 139****5678, 上海市浦东新区***',
  )
})

test('the same receiver written differently is the same; a masked or incomplete one is nobody in particular', () => {
  const plain = receiverIdentity(aReceiver(), false)
  assert.equal(receiverIdentity(aReceiver({ name: ' 林小满 ', address: '文三路９０号,１幢' }), false), plain)
  assert.notEqual(receiverIdentity(aReceiver({ address: '文三路91号1幢' }), false), plain)
  assert.equal(receiverIdentity(aReceiver(), true), '')
  assert.equal(receiverIdentity(aReceiver({ phone: '139****5678' }), false), '')
  assert.equal(receiverIdentity(aReceiver({ phone: '' }), false), '')
})
