/** KDNiao: instant query, subscription, e-orders and their cancelling, as its pages describe them. */
import { createHash } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { couriers } from '#sandbox/couriers.ts'
import { readBody, sendJson } from '#sandbox/http.ts'
import type { Stop, StopKind } from '#sandbox/journeys.ts'
import type { OutsideService } from '#sandbox/outside-service.ts'
import { toPlatformTime } from '#sandbox/platform-time.ts'
import type { World } from '#sandbox/world.ts'

export const sandboxKdniao = { businessId: 'test1617571', apiKey: 'sandbox-api-key' } as const

const NAMES: Record<string, string> = { YD: 'YUNDA', YZPY: 'POSTB', DBL: 'DBKD' }
const ourCode = (shipper: string): string => NAMES[shipper] ?? shipper
const STATES: Record<StopKind, [state: string, stateEx: string]> = {
  pickedUp: ['1', '1'],
  inTransit: ['2', '2'],
  outForDelivery: ['2', '202'],
  atLocker: ['2', '211'],
  delivered: ['3', '301'],
  damaged: ['4', '414'],
  refused: ['4', '404'],
  returning: ['4', '407'],
  returned: ['4', '406'],
}
const query = z.object({ ShipperCode: z.string().min(1), LogisticCode: z.string().min(1), CustomerName: z.string().optional() })
const person = z.object({
  Name: z.string().min(1),
  Mobile: z.string().min(1),
  ProvinceName: z.string().min(1),
  Address: z.string().min(1),
})
const order = z.object({
  OrderCode: z.string().min(1).max(50),
  ShipperCode: z.string().min(1),
  CustomerName: z.string().min(1),
  PayType: z.number(),
  Quantity: z.number().min(1),
  Sender: person,
  Receiver: person,
  Commodity: z.array(z.object({ GoodsName: z.string().min(1) })).min(1),
})
const cancelling = z.object({ ShipperCode: z.string(), OrderCode: z.string().min(1), ExpNo: z.string().min(1) })

const kdniaoSign = (data: string): string =>
  Buffer.from(
    createHash('md5')
      .update(data + sandboxKdniao.apiKey)
      .digest('hex'),
  ).toString('base64')

export function kdniaoService(world: World): OutsideService {
  const ordered = new Set<string>()
  const answers: Record<string, (data: unknown) => object> = {
    '1002': (data) => trace(world, query.parse(data)),
    '1008': (data) => subscribe(world, query.parse(data)),
    '1007': (data) => place(world, ordered, order.parse(data)),
    '1147': (data) => cancel(world, cancelling.parse(data)),
  }
  world.traceCallbacks.speak('kdniao', (subscription) => {
    const data = JSON.stringify({
      PushTime: toPlatformTime(world.now()),
      EBusinessID: sandboxKdniao.businessId,
      Count: '1',
      Data: [traceJson(world, subscription.courier, subscription.waybillNumber)],
    })
    const form = new URLSearchParams({ RequestData: data, RequestType: '101', DataSign: kdniaoSign(data) })
    return {
      url: subscription.url,
      contentType: 'application/x-www-form-urlencoded;charset=utf-8',
      body: form.toString(),
      isAccepted: (reply) => /"Success"\s*:\s*true/.test(reply),
    }
  })
  return {
    name: 'kdniao',
    path: '/kdniao',
    async handle(request, response) {
      const form = new URLSearchParams((await readBody(request)).toString('utf8'))
      const type = form.get('RequestType') ?? ''
      if (await strikes(world, type, request, response)) return
      const data = form.get('RequestData') ?? ''
      if (form.get('EBusinessID') !== sandboxKdniao.businessId) return answer(response, refusal('101', '用户 ID 不存在'))
      if (form.get('DataSign') !== kdniaoSign(data)) return answer(response, refusal('101', '数据校验失败：DataSign 不正确'))
      const run = answers[type]
      if (!run) return answer(response, refusal('110', '没有此接口的权限'))
      const outcome = outcomeOf(run, data)
      // The work is done and stays done: only the caller does not hear of it.
      if (world.faults.strike('lostReply', `kdniao.${type}`)) return void request.socket.destroy()
      answer(response, outcome)
    },
  }
}

/** The faults that hit every service alike; true = the request has had its answer, or none. */
async function strikes(world: World, type: string, request: IncomingMessage, response: ServerResponse): Promise<boolean> {
  const method = `kdniao.${type}`
  world.callCounts.set(method, (world.callCounts.get(method) ?? 0) + 1)
  if (world.courierDelayMs > 0) await delay(world.courierDelayMs)
  const outage = world.faults.strike('outage', method)
  if (!outage) return false
  if (outage.httpStatus === undefined) request.socket.destroy()
  else response.writeHead(outage.httpStatus).end()
  return true
}

function outcomeOf(run: (data: unknown) => object, data: string): object {
  try {
    return run(JSON.parse(data))
  } catch (error) {
    return refusal('105', error instanceof z.ZodError ? `参数错误：${error.issues[0]?.path.join('.')}` : '内容不是 JSON')
  }
}
const answer = (response: ServerResponse, content: object): void => sendJson(response, JSON.stringify(content))
const refusal = (ResultCode: string, Reason: string) => ({
  EBusinessID: sandboxKdniao.businessId,
  Success: false,
  ResultCode,
  Reason,
})

function trace(world: World, { ShipperCode, LogisticCode, CustomerName }: z.infer<typeof query>): object {
  if (ShipperCode === 'SF' && !/^\d{4}$/.test(CustomerName ?? '')) return refusal('105', '顺丰须提供手机号后四位')
  return { EBusinessID: sandboxKdniao.businessId, ...traceJson(world, ShipperCode, LogisticCode) }
}
function traceJson(world: World, shipper: string, number: string): object {
  const stops = world.journeys.stopsOf(number)
  const last: Stop | undefined = stops.at(-1)
  const [State, StateEx] = last ? STATES[last.kind] : ['0', '0']
  return {
    ...{ ShipperCode: shipper, LogisticCode: number, Success: true, Reason: last ? '' : '暂无轨迹信息', State, StateEx },
    Traces: stops.map(({ at, text, place, kind }) => ({
      ...{
        AcceptTime: toPlatformTime(at),
        AcceptStation: text,
        Location: place.split(',').at(-1) ?? '',
        Action: STATES[kind][1],
      },
    })),
  }
}
function subscribe(world: World, { ShipperCode, LogisticCode }: z.infer<typeof query>): object {
  const url = world.traceUrls.get('kdniao')
  if (url !== undefined)
    world.traceCallbacks.subscribe({ service: 'kdniao', courier: ShipperCode, waybillNumber: LogisticCode, url, salt: '' })
  return { EBusinessID: sandboxKdniao.businessId, Success: true, Reason: '', UpdateTime: toPlatformTime(world.now()) }
}

/** The same OrderCode is ordered once; the repeat is refused and repeats the answer. */
function place(world: World, ordered: Set<string>, wish: z.infer<typeof order>): object {
  const courier = couriers.find(({ code }) => code === ourCode(wish.ShipperCode))
  if (!courier) return refusal('105', `不支持的快递公司 ${wish.ShipperCode}`)
  const address = `${wish.Receiver.ProvinceName}${wish.Receiver.Address}`
  const refused = world.faults
    .list()
    .find(({ kind, addressPart }) => kind === 'courierRefuses' && address.includes(addressPart ?? ''))
  if (refused) return refusal('105', '收件地址不在派送范围内')
  const isRepeat = ordered.has(wish.OrderCode)
  const waybill = world.waybills.issue({
    ...{ shopId: 'kdniao', courier, tids: [wish.OrderCode], packageId: wish.OrderCode, address },
  })
  ordered.add(wish.OrderCode)
  world.journeys.begin(waybill.waybillNumber)
  return {
    ...(isRepeat
      ? refusal('106', '该订单号已下单成功')
      : { EBusinessID: sandboxKdniao.businessId, Success: true, ResultCode: '100', Reason: '成功' }),
    Order: {
      ...{ OrderCode: wish.OrderCode, ShipperCode: wish.ShipperCode, LogisticCode: waybill.waybillNumber },
      ...{ MarkDestination: waybill.routeCode, PackageName: '上海集包' },
    },
    PrintTemplate: `<html><body>${waybill.waybillNumber}</body></html>`,
  }
}

function cancel(world: World, { ExpNo, OrderCode }: z.infer<typeof cancelling>): object {
  const waybill = world.waybills.byNumber(ExpNo)
  if (!waybill?.tids.includes(OrderCode)) return refusal('105', '订单不存在')
  world.waybills.cancel(waybill)
  return { EBusinessID: sandboxKdniao.businessId, Success: true, ResultCode: '100', Reason: '' }
}
