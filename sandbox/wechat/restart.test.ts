import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startSandbox } from '#sandbox/sandbox.ts'
import { shopKeysOf } from './shop-keys.ts'

test('what only the WeChat Store keeps is there after a restart: token, prices, stock, answers, looks and the address of pushes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-wechat-'))
  const receiver = createServer((request, response) => {
    const echo = new URL(request.url ?? '', 'http://x').searchParams.get('echostr')
    response.end(echo ?? 'success')
  }).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/push`
  const told: unknown[] = []
  let unpaid = ''
  try {
    for (const run of ['first', 'second']) {
      const sandbox = await startSandbox({ stateFile: join(folder, 'state'), printers: [] })
      const { control, gateways } = sandbox
      const appid = control.shops().find(({ platform }) => platform === 'wechat')?.id ?? ''
      const ask = async (path: string, token: string, body: object): Promise<Record<string, unknown>> => {
        const url = `${gateways.wechat}/${path}?access_token=${token}`
        return (await (await fetch(url, { method: 'POST', body: JSON.stringify(body) })).json()) as never
      }
      const secret = shopKeysOf(appid).appSecret
      const granted = await ask('cgi-bin/stable_token', '', { grant_type: 'client_credential', appid, secret })
      const token = String(granted.access_token)
      const [listing] = control.products(appid)
      const sku = { product_id: listing?.itemId, sku_id: listing?.skus[0]?.skuId }
      if (run === 'first') {
        const [order] = control.createOrders(1, { shopId: appid, lineCount: 1, unpaid: true })
        unpaid = order?.tid ?? ''
        const [line] = order?.lines ?? []
        const price = { product_id: line?.itemId, sku_id: line?.skuId, change_price: 100 }
        const change = { order_id: unpaid, change_express: false, change_order_infos: [price] }
        assert.equal((await ask('channels/ec/order/price/update', token, change)).errcode, 0)
        await ask('channels/ec/product/stock/update', token, { ...sku, diff_type: 2, num: 17 })
        const form = new URLSearchParams({ shop: appid, address })
        await fetch(`${gateways.wechat}/console/push-address`, { method: 'POST', body: form, redirect: 'manual' })
      }
      const words = { request_id: 'r', open_id: 'O', msg_type: 'text', text: { content: '好' } }
      told.push([
        token,
        (await ask('channels/ec/order/get', token, { order_id: unpaid })).order,
        (await ask('channels/ec/product/stock/get', token, sku)).data,
        (await ask('channels/ec/commkf/sendmsg', token, words)).msg_id,
        (await (await fetch(`${gateways.wechat}/console`)).text()).includes(address),
      ])
      await sandbox.stop()
    }
    assert.deepEqual(told[1], told[0])
    assert.match(JSON.stringify(told[0]), /"change_price":100.*"normal_stock_num":483.*true/)
  } finally {
    receiver.closeAllConnections()
    receiver.close()
    rmSync(folder, { recursive: true })
  }
})
