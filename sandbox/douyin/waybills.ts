/** Douyin's e-waybill service. The same order and pack give the same number; each order of a call is answered for itself. */
import { createHash } from 'node:crypto'
import type { SandboxOrder } from '#sandbox/order.ts'
import type { Waybill } from '#sandbox/waybills.ts'
import { given, type ShopCall } from './call.ts'
import { openCipher } from './ciphers.ts'
import { codeOfCompany, companies, findCompany } from './companies.ts'
import { type DouyinAnswer, type DouyinFailure, invalid, missing, refused } from './failure.ts'
import { isPlain, type Params, plainRows } from './params.ts'
import { documentSign } from './print-key.ts'

const MOST_ORDERS = 50
type Refusal = { code: string; message: string }
type Wish = { order: SandboxOrder; tids: string[]; packId: string; address: string }

export function newCreateOrder(call: ShopCall): DouyinAnswer | DouyinFailure {
  const { world, shop, params } = call
  const company = findCompany(given(params, 'logistics_code'))
  if (!company) return refused(4010, '物流服务商未开通')
  const sender = readPerson(params.sender_info)
  if (sender === null || sender.name === '' || sender.phone === '') return invalid('sender_info', '寄件人姓名和电话不能为空')
  const infos = plainRows(params.order_infos)
  if (infos.length === 0) return missing('order_infos')
  if (infos.length > MOST_ORDERS) return invalid('order_infos', `一次最多 ${MOST_ORDERS} 条`)
  const issued: object[] = []
  const errors: object[] = []
  for (const info of infos) {
    const same = { order_id: given(info, 'order_id'), pack_id: given(info, 'pack_id') }
    const wish = readWish(call, info)
    if ('code' in wish) errors.push({ ...same, err_code: wish.code, err_msg: wish.message })
    else {
      const { tids, packId: packageId, address } = wish
      const waybill = world.waybills.issue({ shopId: shop.id, courier: company, tids, packageId, address })
      issued.push({ ...same, company: company.douyinCode, track_no: waybill.waybillNumber, sort_code: waybill.routeCode })
    }
  }
  return JSON.stringify({ ebill_infos: issued, err_infos: errors })
}

function readWish(call: ShopCall, info: Params): Wish | Refusal {
  const { world, shop } = call
  const order = world.orders.find(given(info, 'order_id'))
  if (!order) return { code: '15002', message: '订单信息不存在' }
  if (order.shopId !== shop.id) return { code: '15000', message: '订单不是该店铺下的订单' }
  const packId = given(info, 'pack_id')
  if (!/^\w*$/.test(packId)) return { code: '1000', message: 'pack_id 只能是数字、字母和下划线' }
  const receiver = readPerson(info.receiver_info)
  if (receiver === null || receiver.name === '' || receiver.phone === '') return { code: '4006', message: '收件人信息不完整' }
  if (plainRows(info.items).length === 0) return { code: '1000', message: '商品明细不能为空' }
  const opened = [receiver.name, receiver.phone, receiver.detail].map((text) => openedText(order, text, world.now()))
  if (opened.some((text) => text === null)) return { code: '4008', message: '收件人密文与订单不符或已脱敏' }
  const address = `${receiver.place}${opened[2] ?? ''}`
  const isUnreachable = world.faults
    .list()
    .some(({ kind, addressPart = '' }) => kind === 'courierRefuses' && address.includes(addressPart))
  if (isUnreachable) return { code: '4020', message: '收件地址超出派送范围' }
  if (world.faults.strike('courierPartial', 'logistics.newCreateOrder'))
    return { code: '4029', message: '系统内部错误，请稍后重试' }
  const combined = Array.isArray(info.combine_orders) ? info.combine_orders.map(String) : []
  return { order, tids: [...new Set([order.tid, ...combined])], packId, address }
}

/** Plain text as it is, a cipher of this order opened; null = a mask, or a cipher of another order. */
function openedText(order: SandboxOrder, text: string, nowMs: number): string | null {
  if (/^(\$\$|##)/.test(text)) return openCipher(order, text, nowMs)?.text ?? null
  return text.includes('*') ? null : text
}

function readPerson(value: unknown): { name: string; phone: string; place: string; detail: string } | null {
  if (!isPlain(value) || !isPlain(value.address) || !isPlain(value.contact)) return null
  const { address, contact } = value
  const place = ['province_name', 'city_name', 'district_name', 'street_name'].map((name) => given(address, name)).join('')
  return {
    name: given(contact, 'name'),
    phone: given(contact, 'mobile') || given(contact, 'phone'),
    place,
    detail: given(address, 'detail_address'),
  }
}

/** What the print component is fed with; nobody else can read it. */
export function waybillApply({ world, shop, params }: ShopCall): DouyinAnswer | DouyinFailure {
  const wishes = plainRows(params.waybill_applies)
  if (wishes.length === 0) return missing('waybill_applies')
  const found: object[] = []
  const errors: object[] = []
  for (const wish of wishes) {
    const number = given(wish, 'track_no')
    const waybill = ownWaybill({ world, shop }, given(wish, 'logistics_code'), number)
    if (waybill) found.push({ track_no: number, order_id: waybill.tids[0], ...printData(waybill) })
    else errors.push({ track_no: number, order_id: '', err_code: 4011, err_msg: '运单号不存在' })
  }
  return JSON.stringify({ waybill_infos: found, err_infos: errors })
}

export function cancelOrder({ world, shop, params }: ShopCall): DouyinAnswer | DouyinFailure {
  const number = given(params, 'track_no')
  if (number === '') return missing('track_no')
  const waybill = ownWaybill({ world, shop }, given(params, 'logistics_code'), number)
  if (!waybill) return refused(4011, '运单号不存在')
  world.waybills.cancel(waybill)
  return '{"cancel_result":{"success":true}}'
}

function ownWaybill({ world, shop }: Pick<ShopCall, 'world' | 'shop'>, company: string, number: string): Waybill | null {
  const waybill = world.waybills.byNumber(number)
  return waybill && waybill.shopId === shop.id && codeOfCompany(waybill.courierCode) === company ? waybill : null
}

function printData({ waybillNumber, address, shopId }: Waybill): { print_data: string; sign: string } {
  const secretPart = createHash('sha256').update(`${waybillNumber}${address}`).digest('base64')
  return { print_data: secretPart, sign: documentSign(secretPart, shopId) }
}

/** The standard templates of every courier, or of the one asked for. */
export function templateList({ params }: ShopCall): DouyinAnswer {
  const wanted = given(params, 'logistics_code')
  const rows = companies.filter(({ douyinCode }) => wanted === '' || douyinCode === wanted)
  return JSON.stringify({
    template_data: rows.map(({ douyinCode }, k) => ({
      logistics_code: douyinCode,
      template_infos: [
        {
          template_id: k + 1,
          template_code: `${douyinCode}_76_130`,
          template_name: '一联单 76×130',
          template_url: `https://logistics-template.example.com/${douyinCode}_76_130.xml`,
          version: 1,
        },
      ],
    })),
  })
}
