/** E-waybills: one parcel a call, known by an id the caller chooses; receivers of the shop's own orders may come masked. */
import { couriers, findCourier } from '#sandbox/couriers.ts'
import type { SandboxOrder } from '#sandbox/order.ts'
import type { World } from '#sandbox/world.ts'
import { type Answer, idIn, isRecord, NOT_POSSIBLE, refuse, rowsIn, type ShopCall, textIn } from './wechat-answer.ts'

type Kept = { waybillNumber: string; deliveryId: string; shopId: string; isCancelled: boolean }
const BAD_PARAMETER = 40097
const UNKNOWN_WAYBILL = 10020105
/** An id of 64 bits, as text. */
const ORDER_ID = /^\d{1,20}$/
const [PLACED, CANCELLED] = [1, 2]

export function ewaybillMethods(world: World): Record<string, (call: ShopCall) => Answer> {
  const kept = world.state.table<Kept>('wechat waybills')
  const keyOf = ({ shop, body }: ShopCall) => `${shop.id} ${idIn(body, 'ewaybill_order_id')}`
  return {
    'logistics/ewaybill/biz/account/get': ({ shop, body }) => {
      const wanted = couriers.filter(({ code }) => body.delivery_id === undefined || body.delivery_id === code)
      const account = (code: string, status: number) => ({
        ...{ delivery_id: code, acct_id: `acct-${code}-${status}`, shop_id: `ew-${shop.id}`, status },
        site_info: { site_code: `${code}-YW01`, site_name: '义乌分部' },
      })
      return { account_list: wanted.flatMap(({ code }) => [account(code, 1), account(code, 3)]), total_num: wanted.length * 2 }
    },
    'logistics/ewaybill/biz/order/create': (call) => {
      const key = keyOf(call)
      if (!ORDER_ID.test(idIn(call.body, 'ewaybill_order_id'))) refuse(BAD_PARAMETER, 'ewaybill_order_id 应为 Uint64')
      if (kept.has(key)) refuse(NOT_POSSIBLE, '电子面单订单 id 重复')
      const issued = issue(call)
      kept.set(key, { ...issued, shopId: call.shop.id, isCancelled: false })
      const print_info = Buffer.from(`sealed ${issued.waybillNumber}`).toString('base64')
      return { ewaybill_order_id: call.body.ewaybill_order_id, waybill_id: issued.waybillNumber, print_info }
    },
    'logistics/ewaybill/biz/order/get': (call) => {
      const found = kept.get(keyOf(call)) ?? refuse(UNKNOWN_WAYBILL, '电子面单订单不存在')
      const { waybillNumber: waybill_id, deliveryId: delivery_id, isCancelled } = found
      return {
        order_info: {
          ewaybill_order_id: call.body.ewaybill_order_id,
          delivery_id,
          waybill_id,
          status: isCancelled ? CANCELLED : PLACED,
        },
      }
    },
    'logistics/ewaybill/biz/order/cancel': (call) => {
      const found = kept.get(keyOf(call))
      if (!found || found.waybillNumber !== textIn(call.body, 'waybill_id')) return refuse(UNKNOWN_WAYBILL, '电子面单订单不存在')
      const waybill = world.waybills.byNumber(found.waybillNumber)
      if (waybill) world.waybills.cancel(waybill)
      kept.set(keyOf(call), { ...found, isCancelled: true })
      return {}
    },
  }
}

function issue(call: ShopCall): { waybillNumber: string; deliveryId: string } {
  const { world, shop, body } = call
  const deliveryId = textIn(body, 'delivery_id')
  const courier = findCourier(deliveryId) ?? refuse(BAD_PARAMETER, '快递公司不存在')
  if (textIn(body, 'ewaybill_acct_id') !== `acct-${deliveryId}-3` || textIn(body, 'shop_id') !== `ew-${shop.id}`)
    refuse(NOT_POSSIBLE, '电子面单账号未开通')
  for (const side of ['sender', 'receiver'])
    for (const name of ['name', 'mobile', 'province', 'address'])
      if (textIn(personIn(body, side), name) === '') refuse(BAD_PARAMETER, `${side}.${name} 不能为空`)
  const rows = rowsIn(body, 'ec_order_list')
  if (rows.some((row) => rowsIn(row, 'goods_list').length === 0)) refuse(BAD_PARAMETER, 'goods_list 不能为空')
  const orders = rows.flatMap((row) => (row.ec_order_id === undefined ? [] : [orderOf(call, row)]))
  const receiver = personIn(body, 'receiver')
  const isMasked = [receiver.name, receiver.mobile, receiver.address].some((text) => String(text).includes('*'))
  if (isMasked && orders.length === 0) refuse(NOT_POSSIBLE, '收件人信息不完整或已脱敏')
  if (new Set(orders.map(({ oaid }) => oaid)).size > 1) refuse(NOT_POSSIBLE, '合并寄件的收货地址不一致')
  const places = [`${receiver.province}${receiver.city}${receiver.county}${receiver.address}`, ...orders.map(placeOf)]
  const isFar = world.faults
    .list()
    .some(({ kind, addressPart = '' }) => kind === 'courierRefuses' && places.some((place) => place.includes(addressPart)))
  if (isFar) refuse(NOT_POSSIBLE, '收件地址超出派送范围')
  if (world.faults.strike('courierPartial', call.path)) refuse(NOT_POSSIBLE, '网点系统繁忙，请稍后重试')
  const { waybillNumber } = world.waybills.issue({
    ...{ shopId: shop.id, courier, tids: orders.map(({ tid }) => tid), packageId: idIn(body, 'ewaybill_order_id') },
    address: places.at(-1) ?? '',
  })
  return { waybillNumber, deliveryId }
}

const placeOf = ({ receiver }: SandboxOrder): string =>
  `${receiver.province}${receiver.city}${receiver.district}${receiver.address}`

function personIn(body: Record<string, unknown>, side: string): Record<string, unknown> {
  const person = body[side]
  return isRecord(person) ? person : refuse(BAD_PARAMETER, `invalid parameter ${side}`)
}

/** The id has to be a bare number, which JSON.parse rounds: the gateway reads it from the text. */
function orderOf({ world, shop }: ShopCall, row: Record<string, unknown>): SandboxOrder {
  const order = typeof row.ec_order_id === 'bigint' ? world.orders.find(String(row.ec_order_id)) : undefined
  return order && order.shopId === shop.id ? order : refuse(BAD_PARAMETER, 'ec_order_id 不正确')
}
