import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startSandbox } from '#sandbox/sandbox.ts'
import { sandboxDouyinApp } from './app.ts'
import { callSignature } from './signature.ts'

const { appKey, appSecret, defaultToken } = sandboxDouyinApp

async function call(
  gatewayUrl: string,
  method: string,
  paramJson: string,
): Promise<{ code: number; sub_code: string; data: unknown }> {
  const timestamp = String(Math.floor(Date.now() / 1000))
  const sign = callSignature({ appKey, method, paramJson, timestamp }, appSecret, 'md5')
  const query = new URLSearchParams({ app_key: appKey, method, timestamp, v: '2', sign, access_token: defaultToken })
  const response = await fetch(`${gatewayUrl}/${method.replaceAll('.', '/')}?${query}`, { method: 'POST', body: paramJson })
  return (await response.json()) as never
}

test('what only Douyin keeps is there after a restart: after-sales, stock and its keys, prices, the address of pushes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-douyin-'))
  const receiver = createServer((_request, response) => response.end('{"code":0}')).listen(0, '127.0.0.1')
  await once(receiver, 'listening')
  const address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/push/douyin`
  const sku = '"product_id":3600000610000000017,"sku_id":1705100000000031'
  const set = `{"idempotent_id":"k",${sku},"stock_num":7}`
  const afterSales = '{"page":0,"size":10}'
  const told: unknown[] = []
  try {
    for (const run of ['first', 'second']) {
      const sandbox = await startSandbox({ stateFile: join(folder, 'state'), printers: [] })
      const gatewayUrl = sandbox.gateways.douyin
      if (run === 'first') {
        const shopId = sandbox.control.shops().find(({ platform }) => platform === 'douyin')?.id ?? ''
        const [paid] = sandbox.control.createOrders(1, { shopId, lineCount: 1 })
        const [unpaid] = sandbox.control.createOrders(1, { shopId, lineCount: 1, unpaid: true })
        sandbox.control.askRefund(paid?.tid ?? '')
        const detail = `{"pid":"${unpaid?.tid}","update_detail":[{"discount_amount":100,"order_id":"${unpaid?.lines[0]?.oid}"}]}`
        assert.equal((await call(gatewayUrl, 'order.updateOrderAmount', detail)).code, 10000)
        await fetch(`${gatewayUrl}/console`, { method: 'POST', body: new URLSearchParams({ address }), redirect: 'manual' })
      }
      const again = (await call(gatewayUrl, 'sku.syncStock', set)).sub_code
      assert.equal(again, run === 'first' ? '' : 'isv.idempotent-id-existed')
      const [list, orders, skus] = [
        await call(gatewayUrl, 'afterSale.List', afterSales),
        await call(gatewayUrl, 'order.searchList', '{"order_by":"update_time","page":0,"size":10}'),
        await call(gatewayUrl, 'sku.list', '{"product_id":3600000610000000017}'),
      ]
      const { page: _page, ...found } = list.data as Record<string, unknown>
      told.push([found, orders.data, skus.data, (await (await fetch(`${gatewayUrl}/console`)).text()).includes(address)])
      await sandbox.stop()
    }
    assert.deepEqual(told[1], told[0])
    assert.match(JSON.stringify(told[0]), /"modify_amount":-100.*"stock_num":7.*true/)
  } finally {
    receiver.closeAllConnections()
    receiver.close()
    rmSync(folder, { recursive: true })
  }
})
