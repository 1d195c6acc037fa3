import assert from 'node:assert/strict'
import { test } from 'node:test'
import { douyinUnderTest } from '#server/platforms/douyin/testing/douyin-bench.ts'
import { pinduoduoUnderTest } from '#server/platforms/pinduoduo/testing/pinduoduo-bench.ts'
import { taobaoUnderTest } from '#server/platforms/taobao/testing/taobao-bench.ts'
import { startBench } from '#server/platforms/testing/contract-bench.ts'
import { maskedMessage } from './personal-rules.ts'

// Of WeChat the adapter asks for masked receivers only.
for (const platform of [taobaoUnderTest, douyinUnderTest, pinduoduoUnderTest]) {
  test(`a plain receiver of ${platform.adapter.platform} cannot be read by who may not read personal data`, async () => {
    const bench = await startBench(platform, { maskReceivers: false, printers: [] })
    try {
      const { shopId, connection } = await bench.openShop()
      const receiver = { name: '欧阳锋利', phone: '13812345678', town: '白驼山街道', address: '西域路 99 号 3 幢 501 室' }
      const [order] = bench.sandbox.control.createOrders(1, { shopId, receiver })
      const { body } = await bench.adapter.fetchOrder(connection, order?.tid ?? '')
      const plain = JSON.stringify(body)
      assert.ok(
        Object.values(receiver).some((text) => plain.includes(text)),
        'the sandbox sends something in plain text',
      )
      const shown = maskedMessage(plain, bench.adapter.personalFields)
      for (const text of Object.values(receiver)) assert.ok(!shown.includes(text), `${text} in ${shown}`)
    } finally {
      await bench.stop()
    }
  })
}
