/** Kuaidi100: query, subscription and callbacks. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { readBody, sendJson } from '#sandbox/http.ts'
import type { StopKind } from '#sandbox/journeys.ts'
import type { OutsideService } from '#sandbox/outside-service.ts'
import { toPlatformTime } from '#sandbox/platform-time.ts'
import type { World } from '#sandbox/world.ts'

export const sandboxKuaidi100 = { customer: 'SANDBOXCUSTOMER', key: 'sandboxkey1' } as const

const STATES: Record<StopKind, [state: string, word: string]> = {
  pickedUp: ['1', '揽收'],
  inTransit: ['0', '在途'],
  outForDelivery: ['5', '派件'],
  atLocker: ['5', '投柜或驿站'],
  delivered: ['3', '签收'],
  damaged: ['2', '疑难'],
  refused: ['14', '拒签'],
  returning: ['6', '退回'],
  returned: ['4', '退签'],
}
const query = z.object({ com: z.string().min(1), num: z.string().min(6), phone: z.string() })
const subscription = z.object({
  company: z.string().min(1),
  number: z.string().min(6),
  key: z.literal(sandboxKuaidi100.key),
  parameters: z.object({ callbackurl: z.url(), salt: z.string() }),
})
const upperMd5 = (text: string): string => createHash('md5').update(text).digest('hex').toUpperCase()

export function kuaidi100Service(world: World): OutsideService {
  world.traceCallbacks.speak('kuaidi100', ({ url, salt, courier, waybillNumber }) => {
    const param = JSON.stringify({ status: 'polling', message: '', lastResult: traceJson(world, courier, waybillNumber) })
    return {
      url,
      contentType: 'application/x-www-form-urlencoded;charset=utf-8',
      body: new URLSearchParams({ param, sign: upperMd5(param + salt) }).toString(),
      isAccepted: (reply) => /"returnCode"\s*:\s*"200"/.test(reply),
    }
  })
  return {
    name: 'kuaidi100',
    path: '/kuaidi100',
    async handle(request, response, url) {
      const form = new URLSearchParams((await readBody(request)).toString('utf8'))
      world.callCounts.set('kuaidi100', (world.callCounts.get('kuaidi100') ?? 0) + 1)
      if (world.faults.strike('outage', 'kuaidi100')) return void request.socket.destroy()
      sendJson(response, JSON.stringify(url.pathname.endsWith('/query.do') ? ask(world, form) : subscribe(world, form)))
    },
  }
}

function ask(world: World, form: URLSearchParams): object {
  const param = form.get('param') ?? ''
  if (form.get('sign') !== upperMd5(param + sandboxKuaidi100.key + sandboxKuaidi100.customer))
    return refused('503', '验证签名失败')
  const wish = query.safeParse(jsonOf(param))
  if (!wish.success) return refused('501', '参数错误')
  const { com, num, phone } = wish.data
  if (com === 'shunfeng' && phone === '') return refused('408', '快递公司参数异常：须提供手机号')
  if (world.journeys.stopsOf(num).length === 0) return refused('500', '查询无结果，请隔段时间再查')
  return traceJson(world, com, num)
}

function subscribe(world: World, form: URLSearchParams): object {
  const wish = subscription.safeParse(jsonOf(form.get('param') ?? ''))
  if (form.get('schema') !== 'json' || !wish.success) return refused('700', '订阅方的订阅数据存在错误')
  const { company, number, parameters } = wish.data
  const { callbackurl: url, salt } = parameters
  const outcome = world.traceCallbacks.subscribe({ service: 'kuaidi100', courier: company, waybillNumber: number, url, salt })
  if (outcome === 'known') return refused('501', '重复订阅')
  return { result: true, returnCode: '200', message: '提交成功' }
}

/** Newest first, as asked. */
function traceJson(world: World, com: string, nu: string): object {
  const stops = world.journeys.stopsOf(nu).toReversed()
  const [first] = stops
  return {
    ...{ message: 'ok', nu, ischeck: first?.kind === 'delivered' ? '1' : '0', com, status: '200' },
    state: first ? STATES[first.kind][0] : '0',
    data: stops.map(({ at, text, place, kind }) => {
      const time = toPlatformTime(at)
      return { time, ftime: time, context: text, areaName: place, status: STATES[kind][1] }
    }),
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
const refused = (returnCode: string, message: string) => ({ result: false, returnCode, message })
