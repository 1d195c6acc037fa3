import assert from 'node:assert/strict'
import { test } from 'node:test'
import { componentContents } from './component-contents.ts'

const sender = { name: '云上', phone: '0579', province: '浙江省', city: '金华市', district: '义乌市', address: '1 号' }
const encrypted = { templateURL: 'http://t/1', encryptedData: 'AES:x', signature: 'MD:y', ver: 'v1' }

test('what the platform encrypted is passed on as it came, with the sender added in the component’s words', () => {
  const [cainiao] = componentContents('cainiao', JSON.stringify(encrypted), sender) ?? []
  assert.deepEqual(cainiao, {
    ...encrypted,
    addData: {
      sender: {
        name: '云上',
        mobile: '0579',
        phone: '0579',
        address: { province: '浙江省', city: '金华市', district: '义乌市', detail: '1 号' },
      },
    },
  })
  const [douyin] = componentContents('douyin', JSON.stringify({ ...encrypted, params: 'a=1' }), sender) ?? []
  assert.deepEqual(douyin?.params, 'a=1')
  assert.deepEqual(douyin?.addData, {
    senderInfo: {
      address: { provinceName: '浙江省', cityName: '金华市', districtName: '义乌市', detailAddress: '1 号' },
      contact: { name: '云上', mobile: '0579' },
    },
  })
})

test('a plain document stays plain, and a label of our own is none', () => {
  const plain = { templateURL: 'http://t/1', data: { waybillCode: 'YT1' } }
  assert.deepEqual(componentContents('cainiao', JSON.stringify(plain), sender), [plain])
  for (const none of ['', '{}', '[]', 'null', '{"templateURL":"http://t/1"}', '{"data":{}}', 'x'])
    assert.equal(componentContents('cainiao', none, sender), null)
})
