import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { type Sandbox, startSandbox } from '#sandbox/sandbox.ts'
import { call, type Reply, refusalOf } from '#sandbox/test-client.ts'

let sandbox: Sandbox
beforeEach(async () => {
  sandbox = await startSandbox()
})
afterEach(() => sandbox.stop())

const reveal = async (queries: object[]): Promise<Reply[]> => {
  const reply = await call(sandbox, 'taobao.top.oaid.decrypt', { query_list: JSON.stringify(queries) })
  return (reply.receiver_list as { receiver: Reply[] }).receiver
}

test('the day’s decryptions can be limited per shop', async () => {
  sandbox.control.setFault({ kind: 'decryptQuota', receiversPerDay: 2 })
  const orders = sandbox.control.createOrders(3)
  const queries = orders.map(({ tid, oaid }) => ({ tid, oaid, scene: '1006' }))
  assert.equal((await reveal(queries.slice(0, 2))).length, 2)
  const refusal = await refusalOf(call(sandbox, 'taobao.top.oaid.decrypt', { query_list: JSON.stringify(queries.slice(2)) }))
  assert.equal(refusal.code, 7)
})

test('a handle gives the receiver in plain text; some with a relay number that ends', async () => {
  const orders = sandbox.control.createOrders(6)
  const told = await reveal(orders.map(({ tid, oaid }) => ({ tid, oaid, scene: '1006' })))
  for (const [place, order] of orders.entries()) {
    const row = told[place]
    assert.equal(row?.name, order.receiver.name)
    assert.equal(row?.mobile === order.receiver.phone, row?.privacy_protection === false)
    assert.equal(row?.secret_no_expire_time !== undefined, row?.privacy_protection)
  }
  assert.deepEqual(new Set(told.map((row) => row.privacy_protection)), new Set([true, false]))
})

test('scenes of customer service give the number alone; a closed order gives nothing any more', async () => {
  const [order] = sandbox.control.createOrders(1)
  const query = { tid: order?.tid, oaid: order?.oaid, scene: '2001' }
  const [service] = await reveal([query])
  assert.deepEqual([service?.name, service?.address_detail, typeof service?.mobile], [undefined, undefined, 'string'])
  sandbox.control.closeOrder(order?.tid ?? '')
  const [closed] = await reveal([{ ...query, scene: '1006' }])
  assert.deepEqual([closed?.name, closed?.desensitize_rule], [undefined, 'DECRYPTION_DISABLED_BY_ORDERCLOSED'])
})

test('an old handle is told as such and tells nothing', async () => {
  const [order] = sandbox.control.createOrders(1)
  sandbox.control.changeAddress(order?.tid ?? '', { address: '新地址 1 号' })
  const [row] = await reveal([{ tid: order?.tid, oaid: order?.oaid, scene: '2001' }])
  assert.deepEqual(row, { tid: order?.tid, oaid: order?.oaid, matched: false })
})

test('twenty-one at once, an unknown scene, junk and orders of another shop are refused', async () => {
  const [order] = sandbox.control.createOrders(1)
  const query = { tid: order?.tid, oaid: order?.oaid, scene: '1006' }
  assert.equal((await refusalOf(reveal(Array(21).fill(query)))).code, 41)
  assert.equal((await refusalOf(reveal([{ ...query, scene: '9' }]))).code, 41)
  assert.equal((await refusalOf(call(sandbox, 'taobao.top.oaid.decrypt', { query_list: '{' }))).code, 41)
  const other = sandbox.control.addShop({ name: '别家' })
  const [foreign] = sandbox.control.createOrders(1, { shopId: other.id })
  assert.equal((await refusalOf(reveal([{ ...query, tid: foreign?.tid }]))).code, 15)
})

test('orders of one receiver are grouped whatever their handles are; one with an outdated handle goes alone', async () => {
  const shopId = sandbox.control.shops('taobao')[0]?.id ?? ''
  sandbox.control.giveHandlePerOrder(shopId, true)
  const orders = ['甲', '甲', '甲', '乙'].flatMap((buyer) => sandbox.control.createOrders(1, { buyer }))
  assert.equal(new Set(orders.map(({ oaid }) => oaid)).size, 4)
  const merge = async (list: object[]) => {
    const reply = await call(sandbox, 'taobao.top.oaid.merge', { merge_list: JSON.stringify(list) })
    return (reply.tid_list as { string: string[] }).string
  }
  const [a, b, c, d] = orders.map(({ tid, oaid }) => ({ tid, oaid }))
  assert.deepEqual(await merge([a, b, { ...c, oaid: 'old' }, d].map((one) => one ?? {})), [`${a?.tid},${b?.tid}`, d?.tid, c?.tid])
  assert.equal((await refusalOf(merge(Array(101).fill(a)))).code, 41)
  const other = sandbox.control.addShop({ name: '别家' })
  const [foreign] = sandbox.control.createOrders(1, { shopId: other.id })
  assert.equal((await refusalOf(merge([{ tid: foreign?.tid, oaid: foreign?.oaid }]))).code, 15)
})

test('a shop knows its own sub-accounts and nobody else does', async () => {
  const { user } = await call(sandbox, 'taobao.user.seller.get', { fields: 'nick,type' })
  const { nick } = user as { nick: string }
  const { subusers } = await call(sandbox, 'taobao.sellercenter.subusers.get', { nick })
  const rows = (subusers as { sub_user_info: Reply[] }).sub_user_info
  assert.deepEqual(
    rows.map((row) => [row.nick, row.status, row.is_online]),
    [
      [`${nick}:小美`, 1, 2],
      [`${nick}:阿强`, 1, 1],
      [`${nick}:暑期工`, 2, 1],
      [`${nick}:离职01`, -1, 1],
    ],
  )
  assert.equal((await refusalOf(call(sandbox, 'taobao.sellercenter.subusers.get', { nick: '别家' }))).code, 15)
})
