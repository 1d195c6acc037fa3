/** Reading what buyers ask back, and the shop's answer to it. */
import type { SandboxLine, SandboxOrder } from '#sandbox/order.ts'
import type { AfterSale } from './after-sale-book.ts'
import { given, type ShopCall, wholeNumber } from './call.ts'
import { type DouyinAnswer, type DouyinFailure, invalid, isFailure, missing, refused } from './failure.ts'
import { refundCode } from './order-json.ts'
import { plainRows } from './params.ts'

type Found = { afterSale: AfterSale; order: SandboxOrder; line: SandboxLine }
const seconds = (atMs: number): number => Math.floor(atMs / 1000)
const DECIDE_WITHIN_MS = 48 * 3600_000
const TYPE_TEXTS: Record<number, string> = { 0: '退货退款', 1: '已发货仅退款', 2: '未发货仅退款' }
const MOST_ROWS = 50_000
const wrongState = refused(20309541, '售后状态错误')

export function afterSaleList(call: ShopCall): DouyinAnswer | DouyinFailure {
  const { world, books, shop, params } = call
  const page = wholeNumber(params, 'page', null, 0, MOST_ROWS)
  if (isFailure(page)) return page
  const size = wholeNumber(params, 'size', null, 1, 100)
  if (isFailure(size)) return size
  if (page * size > MOST_ROWS) return invalid('page', 'page*size 不能超过 5 万')
  const from = wholeNumber(params, 'update_start_time', 0, 0, Number.MAX_SAFE_INTEGER)
  if (isFailure(from)) return from
  const to = wholeNumber(params, 'update_end_time', Number.MAX_SAFE_INTEGER, 0, Number.MAX_SAFE_INTEGER)
  if (isFailure(to)) return to
  const found = books.afterSales.changedBetween(shop.id, from * 1000, to * 1000 + 999)
  const order = Array.isArray(params.order_by) ? params.order_by[0] : undefined
  // Without the wish for it the list has the newest first.
  if (order !== 'update_time asc') found.reverse()
  const start = (page + (world.wrong === 'pageCount' ? 1 : 0)) * size
  const rows = found.slice(start, start + size).flatMap((each) => {
    const whole = foundOf(call, each.id)
    return whole ? JSON.stringify(itemOf(whole)) : []
  })
  return `{"items":[${rows.join(',')}],"has_more":${start + size < found.length},"total":${found.length},"page":${page},"size":${rows.length}}`
}

export function afterSaleDetail(call: ShopCall): DouyinAnswer | DouyinFailure {
  const found = foundOf(call, given(call.params, 'after_sale_id'))
  if (!found) return refused(10000, '存在无效的售后单')
  const { afterSale, order, line } = found
  const facts = {
    after_sale_status: afterSale.code,
    after_sale_type: afterSale.type,
    refund_status: refundCode(line),
    refund_total_amount: line.paidFen,
    real_refund_amount: line.refundStatus === 'SUCCESS' ? line.paidFen : 0,
    apply_time: seconds(afterSale.appliedAt),
    update_time: seconds(afterSale.updatedAt),
    reason: '不想要了',
  }
  const info = `{"after_sale_id":${afterSale.id},${JSON.stringify(facts).slice(1)}`
  return `{"process_info":{"after_sale_info":${info}},"order_info":{"shop_order_id":${order.tid},"sku_order_infos":[{"sku_order_id":${line.oid}}]}}`
}

export const rejectReasonCodeList = (call: ShopCall): DouyinAnswer | DouyinFailure => {
  const found = foundOf(call, given(call.params, 'aftersale_id'))
  if (!found) return refused(10000, '存在无效的售后单')
  // Of orders that are not shipped the platform lists no reasons.
  if (found.line.shipment === null) return '{"items":[]}'
  const items = [
    { reject_reason_code: 11, reason: '商品影响二次销售', evidence_need: 'Y', order_type: -1, pkg: -1 },
    { reject_reason_code: 12, reason: '与买家协商一致不退款', evidence_need: 'N', order_type: -1, pkg: -1 },
  ]
  return JSON.stringify({ items })
}

type Act = (line: SandboxLine) => SandboxLine['refundStatus']
/** By type of the act: the state it starts from, the kinds it is for, and what becomes of the line. */
const ACTS: Record<string, { from: number; types: number[]; needsAddress?: true; isRefusal?: true; act: Act }> = {
  101: { from: 6, types: [0], needsAddress: true, act: () => 'WAIT_BUYER_RETURN_GOODS' },
  102: { from: 6, types: [0], isRefusal: true, act: () => 'SELLER_REFUSE_BUYER' },
  111: { from: 11, types: [0], act: () => 'SUCCESS' },
  112: { from: 11, types: [0], isRefusal: true, act: () => 'SELLER_REFUSE_BUYER' },
  201: { from: 6, types: [1, 2], act: () => 'SUCCESS' },
  202: { from: 6, types: [1, 2], isRefusal: true, act: () => 'SELLER_REFUSE_BUYER' },
}

/** One after-sale a call is what the platform recommends; more are not understood here. */
export function afterSaleOperate(call: ShopCall): DouyinAnswer | DouyinFailure {
  const { world, params } = call
  const rule = ACTS[given(params, 'type')]
  if (!rule) return refused(11001, '暂不支持通过OPEN处理，请登录抖店后台人工审核售后单')
  const [item] = plainRows(params.items)
  if (!item) return missing('items')
  const found = foundOf(call, given(item, 'aftersale_id'))
  if (!found) return refused(10000, '存在无效的售后单')
  const { afterSale, order, line } = found
  if (afterSale.code !== rule.from || !rule.types.includes(afterSale.type)) return wrongState
  const version = given(item, 'update_time')
  if (version !== '' && version !== '0' && Number(version) !== seconds(afterSale.updatedAt))
    return refused(11005, '售后单已变更，请刷新')
  const logistics = item.logistics
  const hasAddress = typeof logistics === 'object' && logistics !== null && 'receiver_address_id' in logistics
  if (rule.needsAddress && !hasAddress) return missing('logistics')
  if (rule.isRefusal && (given(item, 'reason') === '' || given(item, 'remark') === '')) return missing('reason')
  if (rule.isRefusal && line.shipment !== null && given(item, 'reject_reason_code') === '') return missing('reject_reason_code')
  line.refundStatus = rule.act(line)
  const isRefunded = line.refundStatus === 'SUCCESS'
  if (order.lines.every((each) => each.refundStatus === 'SUCCESS')) {
    Object.assign(order, { closed: 'afterPayment', finishedAt: seconds(world.now()) * 1000 })
  }
  world.announce(order, rule.isRefusal ? 'refundRefused' : isRefunded ? 'refundSettled' : 'changed', line.oid)
  return `{"items":[{"aftersale_id":${afterSale.id},"status_code":0,"status_msg":"success"}]}`
}

function foundOf({ world, books, shop }: ShopCall, id: string): Found | null {
  const afterSale = books.afterSales.find(id)
  const order = afterSale && afterSale.shopId === shop.id ? world.orders.find(afterSale.tid) : undefined
  const line = order?.lines.find(({ oid }) => oid === afterSale?.oid)
  return afterSale && order && line ? { afterSale, order, line } : null
}

function itemOf({ afterSale, order, line }: Found) {
  const isOpen = line.refundStatus === 'WAIT_SELLER_AGREE'
  return {
    aftersale_info: {
      aftersale_id: afterSale.id,
      aftersale_order_type: 1,
      aftersale_type: afterSale.type,
      aftersale_status: afterSale.code,
      related_id: line.oid,
      apply_time: seconds(afterSale.appliedAt),
      update_time: seconds(afterSale.updatedAt),
      status_deadline: isOpen ? seconds(afterSale.updatedAt + DECIDE_WITHIN_MS) : 0,
      refund_amount: line.paidFen,
      refund_post_amount: 0,
      aftersale_num: line.quantity,
      refund_status: refundCode(line),
      return_logistics_code: '',
      got_pkg: line.shipment === null ? 0 : 1,
    },
    order_info: {
      shop_order_id: order.tid,
      related_order_info: [
        { sku_order_id: line.oid, product_name: line.title, item_num: line.quantity, aftersale_item_num: line.quantity },
      ],
      order_flag: order.sellerFlag,
    },
    text_part: { reason_text: '不想要了', aftersale_type_text: TYPE_TEXTS[afterSale.type] ?? '', aftersale_status_text: '' },
    seller_logs: [],
  }
}
