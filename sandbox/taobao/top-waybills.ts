/** The courier's e-waybill service behind the same gateway. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { couriers, findCourier } from '#sandbox/couriers.ts'
import type { SandboxOrder } from '#sandbox/order.ts'
import type { Waybill } from '#sandbox/waybills.ts'
import { failed, requiredText, type ShopCall } from './top-call.ts'
import { fail, invalid, type TopAnswer, type TopFailure } from './top-failure.ts'

const MAX_ORDERS_PER_CALL = 10
const text = z.string().min(1)
const address = z.object({
  province: text,
  city: z.string().default(''),
  district: z.string().default(''),
  town: z.string().default(''),
  detail: text,
})
const contact = z.object({ name: text, mobile: z.string().default(''), phone: z.string().default(''), address })
const item = z.object({
  object_id: text,
  order_info: z.object({ order_channels_type: text, trade_order_list: z.array(text).min(1).max(100) }),
  package_info: z.object({
    id: z.string().default(''),
    items: z
      .array(z.object({ name: text, count: z.int().positive() }))
      .min(1)
      .max(100),
  }),
  recipient: contact.extend({ oaid: z.string().default(''), tid: z.string().default('') }),
  template_url: text,
  user_id: z.union([text, z.number()]),
})
const request = z.object({
  cp_code: text,
  need_encrypt: z.boolean().default(true),
  sender: contact.refine((sender) => sender.mobile !== '' || sender.phone !== '', 'mobile 或 phone 必填'),
  trade_order_info_dtos: z.array(item).min(1),
})
const query = z.array(z.object({ biz_sub_code: text, object_id: text })).min(1)
type Item = z.infer<typeof item>
/** `isPassing`: the courier's own trouble, the same request may succeed later. */
type Refusal = { code: string; message: string; isPassing?: true }

/**
 * Each order of a call is answered for itself: a refused one carries success=false, error_code and error_message instead of a number.
 * A call with one order that is refused is refused as a whole.
 */
export function waybillGet(call: ShopCall): TopAnswer | TopFailure {
  const wish = readJson(call, 'param_waybill_cloud_print_apply_new_request', request)
  if (failed(wish)) return wish
  const courier = findCourier(wish.cp_code)
  if (!courier) return fail(15, 'isv.waybill-service-error:CP_NOT_EXIST', `快递公司 ${wish.cp_code} 未开通`)
  const items = wish.trade_order_info_dtos
  if (items.length > MAX_ORDERS_PER_CALL) return invalid('trade_order_info_dtos', `一次最多 ${MAX_ORDERS_PER_CALL} 个订单`)
  if (new Set(items.map((one) => one.object_id)).size !== items.length)
    return invalid('object_id', '同一次请求中 object_id 不能重复')
  const refusals = items.map((one) => refusalOf(call, one))
  if (items.length === 1 && refusals[0])
    return fail(15, `${refusals[0].isPassing ? 'isp' : 'isv'}.waybill-service-error:${refusals[0].code}`, refusals[0].message)
  const answers = items.map((one, place) => {
    const refusal = refusals[place]
    if (refusal) return { object_id: one.object_id, success: false, error_code: refusal.code, error_message: refusal.message }
    const tids = one.order_info.trade_order_list
    const { province, city, district, detail } = one.recipient.address
    const packageId = one.package_info.id
    const waybill = call.world.waybills.issue({
      shopId: call.shop.id,
      courier,
      tids,
      packageId,
      address: `${province}${city}${district}${detail}`,
    })
    return {
      object_id: one.object_id,
      success: true,
      cp_code: courier.code,
      waybill_code: waybill.waybillNumber,
      print_data: printData(waybill, one.template_url, wish.need_encrypt),
    }
  })
  return `"modules":{"waybill_cloud_print_response":${JSON.stringify(answers)}}`
}

function refusalOf({ world, shop }: ShopCall, one: Item): Refusal | null {
  const { recipient, order_info } = one
  const orders = order_info.trade_order_list.map((tid) => world.orders.find(tid)).filter((order) => order?.shopId === shop.id)
  const written = recipient.address
  const places = [
    written.province + written.city + written.district + written.detail,
    ...orders.map((order) => (order ? plainAddress(order) : '')),
  ]
  const unreachable = world.faults
    .list()
    .some((fault) => fault.kind === 'courierRefuses' && places.some((place) => place.includes(fault.addressPart ?? '')))
  if (unreachable) return { code: 'ADDRESS_UNREACHABLE', message: '收件地址超出派送范围' }
  if (world.faults.strike('courierPartial', 'cainiao.waybill.ii.get'))
    return { code: 'SYSTEM_BUSY', message: '网点系统繁忙，请稍后重试', isPassing: true }
  if (recipient.oaid !== '') {
    const isKnown = orders.some((order) => order?.oaid === recipient.oaid)
    return isKnown ? null : { code: 'OAID_NOT_MATCH', message: 'oaid 与订单不匹配，请重新获取订单' }
  }
  const isMasked = `${recipient.name}${recipient.mobile}${recipient.phone}${written.detail}`.includes('*')
  if (isMasked) return { code: 'RECIPIENT_MASKED', message: '收件人信息已脱敏，需要传 oaid' }
  return recipient.mobile === '' && recipient.phone === '' ? { code: 'RECIPIENT_PHONE_EMPTY', message: '收件人电话为空' } : null
}

function plainAddress(order: SandboxOrder): string {
  const { province, city, district, town, address: street } = order.receiver
  return `${province}${city}${district}${town}${street}`
}

export function waybillCancel(call: ShopCall): TopAnswer | TopFailure {
  const [courierCode, waybillNumber] = [requiredText(call.params, 'cp_code'), requiredText(call.params, 'waybill_code')]
  if (failed(courierCode)) return courierCode
  if (failed(waybillNumber)) return waybillNumber
  const waybill = call.world.waybills.byNumber(waybillNumber)
  if (!waybill || waybill.shopId !== call.shop.id || waybill.courierCode !== courierCode) {
    return fail(15, 'isv.waybill-service-error:WAYBILL_NOT_EXIST', '面单号不存在')
  }
  call.world.waybills.cancel(waybill)
  return '"cancel_result":true'
}

/** What became of orders: every live waybill of each order, or an error for an order without any. */
export function waybillQueryByTradecode(call: ShopCall): TopAnswer | TopFailure {
  const wishes = readJson(call, 'param_list', query)
  if (failed(wishes)) return wishes
  const answers = wishes.flatMap(({ biz_sub_code, object_id }): object[] => {
    const live = call.world.waybills
      .byTid(biz_sub_code)
      .filter((waybill) => waybill.shopId === call.shop.id && !waybill.isCancelled)
    if (live.length === 0)
      return [{ object_id, success: false, error_code: 'WAYBILL_NOT_EXIST', error_message: '该订单没有面单' }]
    return live.map((waybill) => {
      const found = {
        object_id: waybill.packageId,
        cp_code: waybill.courierCode,
        waybill_code: waybill.waybillNumber,
        print_data: printData(waybill, '', true),
      }
      return { object_id, success: true, waybill_cloud_print_response: found }
    })
  })
  return `"modules":{"waybill_cloud_print_with_result_desc_response":${JSON.stringify(answers)}}`
}

/** The courier accounts of the shop with what is left on them. */
export function waybillSearch({ world, shop, params }: ShopCall): TopAnswer {
  const wanted = couriers.filter((courier) => (params.get('cp_code') ?? courier.code) === courier.code)
  if (wanted.length === 0) return ''
  const rows = wanted.map((courier) => {
    const issued = world.waybills.list().filter((waybill) => waybill.shopId === shop.id && waybill.courierCode === courier.code)
    const cancelledCount = issued.filter((waybill) => waybill.isCancelled).length
    const sender = { province: '浙江省', city: '金华市', district: '义乌市', detail: '国际商贸城五区仓储路88号' }
    const branch = {
      branch_code: `${courier.code}-579001`,
      branch_name: `${courier.name}义乌分部`,
      quantity: 100_000 - issued.length,
      allocated_quantity: issued.length,
      cancel_quantity: cancelledCount,
      print_quantity: issued.length - cancelledCount,
      shipp_address_cols: { address_dto: [sender] },
    }
    return {
      cp_code: courier.code,
      cp_type: courier.code === 'SF' ? 1 : 2,
      branch_account_cols: { waybill_branch_account: [branch] },
    }
  })
  return `"waybill_apply_subscription_cols":{"waybill_apply_subscription_info":${JSON.stringify(rows)}}`
}

/** Encrypted print data is opaque to everybody but the print component; plain print data shows the sorting code. */
function printData(waybill: Waybill, templateUrl: string, isEncrypted: boolean): string {
  const templateURL = templateUrl || 'http://cloudprint.cainiao.com/template/standard/278250/1'
  if (!isEncrypted) {
    const routingInfo = { routeCode: waybill.routeCode, sortation: { name: waybill.routeCode.slice(0, 3) } }
    return JSON.stringify({ data: { cpCode: waybill.courierCode, waybillCode: waybill.waybillNumber, routingInfo }, templateURL })
  }
  const secretPart = createHash('sha256').update(`${waybill.waybillNumber}${waybill.address}`).digest('base64')
  return JSON.stringify({
    encryptedData: `AES:${secretPart}`,
    signature: `MD:${createHash('md5').update(secretPart).digest('base64')}`,
    templateURL,
    ver: 'waybill_print_secret_version_1',
  })
}

function readJson<T>({ params }: ShopCall, name: string, schema: z.ZodType<T>): T | TopFailure {
  const value = requiredText(params, name)
  if (failed(value)) return value
  let parsed: unknown
  try {
    parsed = JSON.parse(value)
  } catch {
    return invalid(name, '不是合法的 JSON')
  }
  const checked = schema.safeParse(parsed)
  if (checked.success) return checked.data
  const issue = checked.error.issues[0]
  return invalid(name, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`)
}
