/** The platform's e-waybills. Receivers of its own orders come as cipher texts, which it turns back itself. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Courier } from '#sandbox/couriers.ts'
import { couriers } from '#sandbox/couriers.ts'
import type { SandboxOrder } from '#sandbox/order.ts'
import type { Waybill } from '#sandbox/waybills.ts'
import { fail, invalid, isFailure, type PddAnswer, type PddFailure } from './pdd-answers.ts'
import { jsonParam, requiredText, type ShopCall } from './pdd-call.ts'
import { plainText } from './pdd-cipher.ts'

const GET = 'pdd.waybill.get'
const MOST_PARCELS = 10
/** What this platform calls couriers, where it differs. */
const WP_CODES: Record<string, string> = { POSTB: 'YZXB', DBKD: 'DB' }
const courierOf = (wpCode: string): Courier | undefined => couriers.find(({ code }) => (WP_CODES[code] ?? code) === wpCode)

const text = z.string().min(1)
const address = z.object({
  ...{ province: text, city: z.string().default(''), district: z.string().default('') },
  ...{ town: z.string().default(''), detail: text },
})
const contact = z.object({ name: text, mobile: z.string().default(''), phone: z.string().default(''), address })
const parcel = z.object({
  object_id: text,
  order_info: z.object({
    order_channels_type: z.enum(['PDD', 'TB', 'TM', 'JD', 'DY', 'KS', 'XHS', 'OTHERS']),
    trade_order_list: z.array(text).min(1).max(100),
  }),
  package_info: z.object({
    id: z.string().regex(/^[A-Za-z0-9_-]*$/),
    items: z
      .array(z.object({ name: text, count: z.int().positive() }))
      .min(1)
      .max(100),
  }),
  recipient: contact,
  template_url: text,
  user_id: z.union([text, z.number()]),
})
const application = z.object({
  wp_code: text,
  need_encrypt: z.boolean().default(true),
  sender: contact.refine((sender) => sender.mobile !== '' || sender.phone !== '', 'mobile 或 phone 必填'),
  trade_order_info_dtos: z.array(parcel).min(1).max(MOST_PARCELS),
})
type Parcel = z.infer<typeof parcel>

/** One bad parcel refuses the whole call. The same parcel of the same orders has the same number. */
export function waybillGet(call: ShopCall): PddAnswer | PddFailure {
  const given = jsonParam(call.params, 'param_waybill_cloud_print_apply_new_request')
  if (isFailure(given)) return given
  const read = application.safeParse(given)
  if (!read.success) return invalid(read.error.issues[0]?.path.join('.') ?? '', read.error.issues[0]?.message ?? '')
  const { wp_code, need_encrypt, trade_order_info_dtos: parcels } = read.data
  const courier = courierOf(wp_code)
  if (!courier) return fail(21002, `快递公司 ${wp_code} 未开通`)
  if (new Set(parcels.map((each) => each.object_id)).size !== parcels.length) return invalid('object_id', '不能重复')
  for (const each of parcels) {
    const refusal = refusalOf(call, each)
    if (refusal) return refusal
  }
  const modules = parcels.map((each) => {
    const waybill = call.world.waybills.issue({
      shopId: call.shop.id,
      courier,
      tids: each.order_info.trade_order_list,
      packageId: each.package_info.id,
      address: placeOf(each),
    })
    return {
      object_id: each.object_id,
      waybill_code: waybill.waybillNumber,
      parent_waybill_code: '',
      print_data: printData(waybill, each.template_url, need_encrypt),
    }
  })
  return { modules }
}

const placeOf = ({ recipient }: Parcel): string => {
  const { province, city, district, detail } = recipient.address
  return `${province}${city}${district}${detail}`
}

function refusalOf({ world, shop }: ShopCall, one: Parcel): PddFailure | null {
  const { recipient, order_info } = one
  const orders = order_info.trade_order_list
    .map((tid) => world.orders.find(tid))
    .filter((order): order is SandboxOrder => order?.shopId === shop.id)
  const places = [
    placeOf(one),
    ...orders.map(({ receiver }) => `${receiver.province}${receiver.city}${receiver.district}${receiver.address}`),
  ]
  const isUnreachable = world.faults
    .list()
    .some((fault) => fault.kind === 'courierRefuses' && places.some((place) => place.includes(fault.addressPart ?? '')))
  if (isUnreachable) return fail(21002, '收件地址超出派送范围')
  if (world.faults.strike('courierPartial', GET)) return fail(50001, '网点系统繁忙，请稍后重试')
  const texts = [recipient.name, recipient.mobile || recipient.phone, recipient.address.detail]
  if (texts.some((each) => each === '' || each.includes('*'))) return fail(21002, '收件人信息不完整或已脱敏')
  if (order_info.order_channels_type !== 'PDD') return null
  if (orders.length === 0) return fail(21002, '订单不存在')
  const isTheirs = texts.every((each) => orders.some((order) => plainText(order, each) !== null))
  const isPlain = texts.every((each) => !/^[~$]/.test(each))
  return isTheirs || isPlain ? null : fail(21002, '密文与订单不匹配')
}

export function waybillCancel({ world, shop, params }: ShopCall): PddAnswer | PddFailure {
  const [wpCode, number] = [requiredText(params, 'wp_code'), requiredText(params, 'waybill_code')]
  if (isFailure(wpCode)) return wpCode
  if (isFailure(number)) return number
  const waybill = world.waybills.byNumber(number)
  if (!waybill || waybill.shopId !== shop.id || courierOf(wpCode)?.code !== waybill.courierCode)
    return fail(21002, '面单号不存在')
  world.waybills.cancel(waybill)
  return { cancel_result: true }
}

/** One plain template for each courier, or for the one asked for. */
export function cloudprintStdtemplatesGet({ params }: ShopCall): PddAnswer {
  const wanted = couriers.filter(({ code }) => (WP_CODES[code] ?? code) === (params.get('wp_code') ?? WP_CODES[code] ?? code))
  const datas = wanted.map(({ code }) => {
    const wpCode = WP_CODES[code] ?? code
    const template = {
      standard_template_id: 1,
      standard_template_name: `${wpCode} 一联单`,
      standard_template_url: `https://file-link.example.com/${wpCode.toLowerCase()}_one`,
      standard_waybill_type: 1,
    }
    return { wp_code: wpCode, standard_templates: [template] }
  })
  return { result: { datas } }
}

/** Encrypted print data is opaque to everybody but the platform's print component; plain print data shows the sorting code. */
function printData(waybill: Waybill, templateURL: string, isEncrypted: boolean): string {
  if (isEncrypted) {
    const secretPart = Buffer.from(`${waybill.waybillNumber} sealed`).toString('base64')
    const signature = `MD:${createHash('md5').update(secretPart).digest('base64')}`
    return JSON.stringify({ encryptedData: `AES:${secretPart}`, signature, templateURL, ver: '4' })
  }
  const routingInfo = { threeSegmentCode: waybill.routeCode, originBranchName: '义乌分部' }
  return JSON.stringify({ data: { wpCode: waybill.courierCode, waybillCode: waybill.waybillNumber, routingInfo }, templateURL })
}
