/** What buyers ask back, in the WeChat Store's words. */
import { type AfterSale, moveRefunds } from '#sandbox/after-sales.ts'
import type { SandboxLine, SandboxOrder } from '#sandbox/order.ts'
import type { World } from '#sandbox/world.ts'
import { pageOf } from './cursors.ts'
import { type Answer, idIn, NOT_POSSIBLE, numberIn, refuse, type ShopCall, textIn } from './wechat-answer.ts'

const DAY_SECONDS = 86_400
const PAGE_SIZE = 50
const BAD_PARAMETER = 40097
const CASE_UNKNOWN = 100002
const RETURN_ADDRESS = '1001'
const REASONS = [
  { reject_reason_type: 1, reject_reason_type_text: '商品已发出', reject_reason: '商品已经发出', reject_scene: 1 },
  { reject_reason_type: 9, reject_reason_type_text: '其他', reject_reason: '', reject_scene: 1 },
]

type Case = { afterSale: AfterSale; order: SandboxOrder; line: SandboxLine }
const seconds = (atMs: number): number => Math.floor(atMs / 1000)
/** Goods that have left come back before the money goes. */
const isReturn = ({ afterSale, line }: Case): boolean => afterSale.returnsGoods || line.shipment !== null

export function afterSaleMethods(world: World): Record<string, (call: ShopCall) => Answer> {
  return {
    'aftersale/getaftersalelist': listCases,
    'aftersale/getaftersaleorder': (call) => ({ after_sale_order: caseJson(ownCase(call)) }),
    'aftersale/rejectreason/get': () => ({ reject_reason_list: REASONS }),
    'aftersale/acceptapply': accept,
    'aftersale/rejectapply': (call) => {
      const { order, line } = ownCase(call)
      numberIn(call.body, 'reject_reason_type', 1, 1000)
      const refusal = textIn(call.body, 'reject_reason')
      if (line.refundStatus !== 'WAIT_SELLER_AGREE') refuse(NOT_POSSIBLE, '售后单状态不允许拒绝')
      moveRefunds(world, order, { lines: [line], to: 'SELLER_REFUSE_BUYER', change: { refusal }, told: line.oid })
      return {}
    },
    'merchant/address/list': () => ({ address_id_list: ['1000', RETURN_ADDRESS] }),
    'merchant/address/get': ({ body }) => {
      const addressId = idIn(body, 'address_id')
      return { address_detail: { address_id: addressId, name: '仓库', default_recv: addressId === RETURN_ADDRESS } }
    },
  }
}

function listCases({ world, shop, body }: ShopCall): Answer {
  const isByUpdate = body.begin_update_time !== undefined
  const from = numberIn(body, isByUpdate ? 'begin_update_time' : 'begin_create_time', 0, Number.MAX_SAFE_INTEGER)
  const to = numberIn(body, isByUpdate ? 'end_update_time' : 'end_create_time', from, Number.MAX_SAFE_INTEGER)
  if (to - from > DAY_SECONDS) refuse(BAD_PARAMETER, '时间跨度不能超过 24 小时')
  if (body.page_size !== undefined) refuse(BAD_PARAMETER, 'invalid parameter page_size')
  const rows = isByUpdate
    ? world.afterSales.modifiedBetween(shop.id, from * 1000, to * 1000 + 999)
    : world.afterSales
        .list()
        .filter(({ shopId, createdAt }) => shopId === shop.id && seconds(createdAt) >= from && seconds(createdAt) <= to)
  const { page, ...rest } = pageOf(world, rows, body, PAGE_SIZE)
  return { after_sale_order_id_list: page.map(({ id }) => id), ...rest }
}

function ownCase({ world, shop, body }: ShopCall): Case {
  const afterSale = world.afterSales.find(idIn(body, 'after_sale_order_id'))
  const order = world.orders.find(afterSale?.tid ?? '')
  const line = order?.lines.find(({ oid }) => oid === afterSale?.oid)
  return afterSale && order && line && afterSale.shopId === shop.id
    ? { afterSale, order, line }
    : refuse(CASE_UNKNOWN, '售后单不存在')
}

function caseJson(found: Case): Record<string, unknown> {
  const { afterSale, order, line } = found
  return {
    after_sale_order_id: afterSale.id,
    order_id: order.tid,
    openid: order.buyerOpenUid,
    status: statusOf(found),
    type: isReturn(found) ? 'RETURN' : 'REFUND',
    sub_type: 'DEFAULT',
    product_info: { product_id: line.itemId, sku_id: line.skuId, count: line.quantity, fast_refund: false },
    refund_info: { amount: afterSale.refundFen, refund_reason: 1 },
    return_info:
      afterSale.returnNumber === '' ? {} : { waybill_id: afterSale.returnNumber, delivery_name: afterSale.returnCompany },
    reason: 'OTHERS',
    reason_text: afterSale.reason,
    create_time: seconds(afterSale.createdAt),
    update_time: seconds(afterSale.modifiedAt),
    ...(afterSale.dueAt !== null && { deadline: seconds(afterSale.dueAt) }),
  }
}

function statusOf(found: Case): string {
  switch (found.line.refundStatus) {
    case 'WAIT_BUYER_RETURN_GOODS':
      return 'USER_WAIT_RETURN'
    case 'WAIT_SELLER_CONFIRM_GOODS':
      return 'MERCHANT_WAIT_RECEIPT'
    case 'SELLER_REFUSE_BUYER':
      return isReturn(found) ? 'MERCHANT_REJECT_RETURN' : 'MERCHANT_REJECT_REFUND'
    case 'SUCCESS':
      return isReturn(found) ? 'MERCHANT_RETURN_SUCCESS' : 'MERCHANT_REFUND_SUCCESS'
    case 'CLOSED':
    case 'NO_REFUND':
      return 'USER_CANCELD'
    case 'WAIT_SELLER_AGREE':
      return 'MERCHANT_PROCESSING'
  }
}

function accept(call: ShopCall): Answer {
  const { world, body } = call
  const found = ownCase(call)
  const { order, line } = found
  const hasCome = line.refundStatus === 'WAIT_SELLER_CONFIRM_GOODS'
  if (line.refundStatus !== 'WAIT_SELLER_AGREE' && !hasCome) refuse(NOT_POSSIBLE, '售后单状态不允许同意')
  const comesBack = isReturn(found) && !hasCome
  if (comesBack && idIn(body, 'address_id') !== RETURN_ADDRESS) refuse(BAD_PARAMETER, '退货地址不存在')
  if (isReturn(found)) numberIn(body, 'accept_type', comesBack ? 1 : 2, comesBack ? 1 : 2)
  moveRefunds(world, order, { lines: [line], to: comesBack ? 'WAIT_BUYER_RETURN_GOODS' : 'SUCCESS', told: line.oid })
  return {}
}
