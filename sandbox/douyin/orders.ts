/** Reading orders, their note, their price before payment, and the plain text behind their ciphers. */
import { isDecryptionSpent } from '#sandbox/decrypt-quota.ts'
import type { SandboxLine, SandboxOrder } from '#sandbox/order.ts'
import { given, ownOrder, type ShopCall, wholeNumber } from './call.ts'
import { openCipher } from './ciphers.ts'
import { type DouyinAnswer, type DouyinFailure, fail, invalid, isFailure, missing, refused } from './failure.ts'
import { type OrderJsonSettings, orderJson } from './order-json.ts'
import { plainRows } from './params.ts'

const REACH_MS = 90 * 86_400_000
const MOST_ROWS = 50_000
const LONGEST_REMARK = 60
const MOST_CIPHERS = 50
const LAST_SECOND = 4_102_444_800

function settingsOf({ world, books, shop }: ShopCall): OrderJsonSettings {
  return {
    maskReceivers: world.jsonSettings.maskReceivers,
    shopName: shop.name,
    prices: books.prices,
    afterSaleType: (line: SandboxLine) => books.afterSales.ofLine(line)?.type ?? 2,
  }
}

/** By time of change or of creation, both ends included; newest first unless `order_asc` says otherwise. */
export function orderSearchList(call: ShopCall): DouyinAnswer | DouyinFailure {
  const { world, shop, params } = call
  const page = wholeNumber(params, 'page', null, 0, MOST_ROWS)
  if (isFailure(page)) return page
  const size = wholeNumber(params, 'size', null, 1, 100)
  if (isFailure(size)) return size
  if (page * size > MOST_ROWS) return invalid('page', 'page*size 不能超过 5 万')
  const name = given(params, 'order_by') === 'update_time' ? 'update_time' : 'create_time'
  const from = wholeNumber(params, `${name}_start`, 0, 0, LAST_SECOND)
  if (isFailure(from)) return from
  const to = wholeNumber(params, `${name}_end`, LAST_SECOND, 0, LAST_SECOND)
  if (isFailure(to)) return to
  const between = name === 'update_time' ? world.orders.modifiedBetween : world.orders.createdBetween
  const found = between(shop.id, Math.max(from * 1000, world.platformNow() - REACH_MS), to * 1000 + 999)
  if (given(params, 'order_asc') === 'true') found.reverse()
  const start = (page + (world.wrong === 'pageCount' ? 1 : 0)) * size
  const settings = settingsOf(call)
  let rows = ''
  for (const order of found.slice(start, start + size)) rows += (rows === '' ? '' : ',') + orderJson(order, settings)
  return `{"page":${page},"total":${found.length},"size":${size},"shop_order_list":[${rows}]}`
}

export function orderDetail(call: ShopCall): DouyinAnswer | DouyinFailure {
  const order = ownOrder(call, 'shop_order_id')
  return isFailure(order) ? order : `{"shop_order_detail":${orderJson(order, settingsOf(call))}}`
}

/** The star is taken only when `is_add_star` says so. */
export function addOrderRemark(call: ShopCall): DouyinAnswer | DouyinFailure {
  const { world, params } = call
  const order = ownOrder(call)
  if (isFailure(order)) return order
  if (params.remark === undefined) return missing('remark')
  const remark = given(params, 'remark')
  if ([...remark].length > LONGEST_REMARK) return invalid('remark', `备注最多 ${LONGEST_REMARK} 字`)
  const star = wholeNumber(params, 'star', order.sellerFlag, 0, 5)
  if (isFailure(star)) return star
  order.sellerMemo = remark
  if (given(params, 'is_add_star') === 'true') order.sellerFlag = star
  world.announce(order, 'noteChanged')
  return '{}'
}

export function updatePostAmount(call: ShopCall): DouyinAnswer | DouyinFailure {
  const order = unpaidOrder(call, 'order_id')
  if (isFailure(order)) return order
  const postFen = wholeNumber(call.params, 'post_amount', null, 0, 100_000_000)
  if (isFailure(postFen)) return postFen
  order.postFen = postFen
  call.world.announce(order, 'changed')
  return '{}'
}

/** What is taken off each line adds to what was taken off before. */
export function updateOrderAmount(call: ShopCall): DouyinAnswer | DouyinFailure {
  const order = unpaidOrder(call, 'pid')
  if (isFailure(order)) return order
  const changes = plainRows(call.params.update_detail).map((row) => ({
    line: order.lines.find(({ oid }) => oid === given(row, 'order_id')),
    fen: Number(given(row, 'discount_amount')),
  }))
  const isWrong = changes.some(({ line, fen }) => !line || !Number.isInteger(fen) || fen < 0 || fen > line.paidFen)
  if (isWrong || changes.length === 0) return invalid('update_detail', '改价金额或子订单不正确')
  const { prices } = call.books
  for (const { line, fen } of changes) {
    if (!line || fen === 0) continue
    line.discountFen += fen
    line.paidFen -= fen
    prices.set(line.oid, (prices.get(line.oid) ?? 0) + fen)
  }
  call.world.announce(order, 'changed')
  return '{}'
}

function unpaidOrder(call: ShopCall, name: string): SandboxOrder | DouyinFailure {
  const order = ownOrder(call, name)
  if (isFailure(order)) return order
  return order.paidAt === null && order.closed === 'no' ? order : refused(60005, '只有待支付订单可以改价')
}

/** Each text with the order it belongs to; what may not be opened has its own err_no, and the others come all the same. */
export function batchDecrypt({ world, shop, params }: ShopCall): DouyinAnswer | DouyinFailure {
  const wishes = plainRows(params.cipher_infos)
  if (wishes.length === 0) return missing('cipher_infos')
  if (wishes.length > MOST_CIPHERS) return invalid('cipher_infos', `一次最多 ${MOST_CIPHERS} 条`)
  if (isDecryptionSpent(world, shop, new Set(wishes.map((wish) => given(wish, 'auth_id'))).size))
    return fail(60000, 'isv.decrypt-quota-limited', '今日解密次数已用完')
  const rows = wishes.map((wish) => {
    const [authId, cipherText] = [given(wish, 'auth_id'), given(wish, 'cipher_text')]
    const order = world.orders.find(authId)
    const same = { auth_id: authId, cipher_text: cipherText }
    if (!order || order.shopId !== shop.id) return { ...same, decrypt_text: '', err_no: 300004, err_msg: '订单不存在' }
    if (order.paidAt === null || order.closed !== 'no')
      return { ...same, decrypt_text: '', err_no: 300005, err_msg: '未支付或已关闭的订单不能解密' }
    const opened = openCipher(order, cipherText, world.now())
    if (!opened) return { ...same, decrypt_text: '', err_no: 300006, err_msg: '密文与订单不符' }
    const { relay } = opened
    return {
      ...same,
      decrypt_text: opened.text,
      err_no: 0,
      err_msg: '',
      data_type: opened.dataType,
      is_virtual_tel: relay !== null,
      expire_time: relay ? Math.floor(relay.endsAt / 1000) : 0,
      phone_no_a: relay?.number ?? '',
      phone_no_b: relay?.extension ?? '',
    }
  })
  return JSON.stringify({ decrypt_infos: rows, custom_err: { err_code: 0, err_msg: '' } })
}
