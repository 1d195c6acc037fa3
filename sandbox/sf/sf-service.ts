/** SF's open platform: orders, their cancelling, routes. */
import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { findCourier } from '#sandbox/couriers.ts'
import { readBody, sendJson } from '#sandbox/http.ts'
import type { StopKind } from '#sandbox/journeys.ts'
import type { OutsideService } from '#sandbox/outside-service.ts'
import { toPlatformTime } from '#sandbox/platform-time.ts'
import type { World } from '#sandbox/world.ts'

export const sandboxSf = { partnerId: 'SANDBOX', checkWord: 'sandboxCheckWord123456' } as const

const MAX_SKEW_MS = 10 * 60_000
const OP_CODES: Record<StopKind, string> = {
  pickedUp: '50',
  inTransit: '30',
  outForDelivery: '44',
  atLocker: '125',
  delivered: '80',
  damaged: '33',
  refused: '77',
  returning: '99',
  returned: '80',
}
const contact = z.object({
  contactType: z.number(),
  contact: z.string().min(1),
  mobile: z.string().min(1),
  province: z.string().min(1),
  city: z.string(),
  address: z.string().min(1),
})
const order = z.object({
  orderId: z.string().min(1).max(64),
  monthlyCard: z.string().min(1),
  cargoDetails: z.array(z.object({ name: z.string().min(1) })).min(1),
  contactInfoList: z.array(contact).length(2),
})
const routes = z.object({
  trackingType: z.enum(['1', '2']),
  trackingNumber: z.array(z.string()).min(1).max(10),
  methodType: z.literal('1'),
})

export function sfService(world: World): OutsideService {
  const services: Record<string, (data: unknown) => Inner> = {
    EXP_RECE_CREATE_ORDER: (data) => create(world, order.parse(data)),
    EXP_RECE_SEARCH_ORDER_RESP: (data) => find(world, z.object({ orderId: z.string() }).parse(data).orderId),
    EXP_RECE_UPDATE_ORDER: (data) => cancel(world, z.object({ orderId: z.string(), dealType: z.literal(2) }).parse(data).orderId),
    EXP_RECE_SEARCH_ROUTES: (data) => route(world, routes.parse(data)),
    EXP_RECE_REGISTER_ROUTE: () => done({}),
  }
  return {
    name: 'sf',
    path: '/sf',
    async handle(request, response) {
      const form = new URLSearchParams((await readBody(request)).toString('utf8'))
      const service = form.get('serviceCode') ?? ''
      world.callCounts.set(service, (world.callCounts.get(service) ?? 0) + 1)
      if (world.courierDelayMs > 0) await delay(world.courierDelayMs)
      if (world.faults.strike('outage', service)) return void request.socket.destroy()
      const refusal = refusalOf(world, form)
      if (refusal) return answer(response, ...refusal)
      const run = services[service]
      if (!run) return answer(response, 'A1004', '没有该服务的权限')
      const inner = innerOf(run, form.get('msgData') ?? '')
      // The work is done and stays done: only the caller does not hear of it.
      if (world.faults.strike('lostReply', service)) return void request.socket.destroy()
      answer(response, 'A1000', '', inner)
    },
  }
}

type Inner = { success: boolean; errorCode: string; errorMsg: string | null; msgData: object | null }
const done = (msgData: object): Inner => ({ success: true, errorCode: 'S0000', errorMsg: null, msgData })
const refused = (errorCode: string, errorMsg: string): Inner => ({ success: false, errorCode, errorMsg, msgData: null })

/** Encoded as Java does it; the text is put together anew and not taken from the caller. */
function digestOf(data: string, timestamp: string): string {
  const encoded = new URLSearchParams({ a: data + timestamp + sandboxSf.checkWord }).toString().slice(2)
  return createHash('md5').update(encoded).digest('base64')
}

function refusalOf(world: World, form: URLSearchParams): [string, string] | null {
  const given = (name: string) => form.get(name) ?? ''
  for (const name of ['partnerID', 'requestID', 'serviceCode', 'timestamp', 'msgDigest', 'msgData'])
    if (given(name) === '') return ['A1001', `缺少参数 ${name}`]
  if (given('partnerID') !== sandboxSf.partnerId) return ['A1004', '顾客编码不存在']
  if (Math.abs(Number(given('timestamp')) - world.platformNow()) > MAX_SKEW_MS) return ['A1001', '时间戳超出范围']
  if (given('msgDigest') !== digestOf(given('msgData'), given('timestamp'))) return ['A1006', '数字签名无效']
  return world.faults.strike('rateLimit', given('serviceCode')) ? ['A1005', '请求过于频繁'] : null
}

function innerOf(run: (data: unknown) => Inner, data: string): Inner {
  try {
    return run(JSON.parse(data))
  } catch (error) {
    return refused('S0002', error instanceof z.ZodError ? `参数错误：${error.issues[0]?.path.join('.')}` : '报文不是 JSON')
  }
}

function answer(response: ServerResponse, code: string, words: string, inner?: Inner): void {
  sendJson(
    response,
    JSON.stringify({
      apiResultCode: code,
      apiErrorMsg: words,
      apiResponseID: 'SANDBOX',
      ...(inner && { apiResultData: JSON.stringify(inner) }),
    }),
  )
}

const known = (world: World, orderId: string) =>
  world.waybills.byTid(orderId).find(({ shopId, isCancelled }) => shopId === 'sf' && !isCancelled)

function create(world: World, { orderId, contactInfoList }: z.infer<typeof order>): Inner {
  if (known(world, orderId)) return refused('8016', '重复下单')
  const courier = findCourier('SF')
  const to = contactInfoList.find(({ contactType }) => contactType === 2)
  if (!courier || !to) return refused('8006', '收件方不完整')
  const address = `${to.province}${to.city}${to.address}`
  const unserved = world.faults
    .list()
    .find(({ kind, addressPart }) => kind === 'courierRefuses' && address.includes(addressPart ?? ''))
  if (unserved) return refused('8114', '收件地址暂不支持派送')
  const { waybillNumber } = world.waybills.issue({ shopId: 'sf', courier, tids: [orderId], packageId: orderId, address })
  world.journeys.begin(waybillNumber)
  return find(world, orderId)
}

function find(world: World, orderId: string): Inner {
  const waybill = known(world, orderId)
  if (!waybill) return refused('8024', '未找到订单')
  return done({
    orderId,
    waybillNoInfoList: [{ waybillType: 1, waybillNo: waybill.waybillNumber }],
    routeLabelInfo: [{ code: '1000', routeLabelData: { waybillNo: waybill.waybillNumber, destRouteLabel: waybill.routeCode } }],
  })
}

function cancel(world: World, orderId: string): Inner {
  const waybill = known(world, orderId)
  if (!waybill) return refused('8024', '未找到订单')
  world.waybills.cancel(waybill)
  return done({ orderId, resStatus: 2 })
}

function route(world: World, { trackingNumber }: z.infer<typeof routes>): Inner {
  return done({
    routeResps: trackingNumber.map((mailNo) => ({
      mailNo,
      routes: world.journeys.stopsOf(mailNo).map(({ at, text, place, kind }) => ({
        ...{ acceptTime: toPlatformTime(at), acceptAddress: place.split(',').at(-1), remark: text, opCode: OP_CODES[kind] },
      })),
    })),
  })
}
