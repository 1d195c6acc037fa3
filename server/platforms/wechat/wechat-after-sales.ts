/** What buyers ask back (售后单): found by window of change, read, and decided. */
import { inParallel } from '#kernel/in-parallel.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, PlatformFailure, UnreadableOrder } from '#server/platforms/platform.ts'
import type { AfterSaleMessage, AfterSaleSnapshot } from '#server/platforms/platform-services.ts'
import { callWechat } from '#server/platforms/weixin/wechat-call.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { idText, isObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { wechatLineId } from './wechat-lines.ts'
import { nextKeyOf, READ_AT_ONCE } from './wechat-lists.ts'
import { WECHAT_AFTER_SALE_KINDS, WECHAT_AFTER_SALE_STATES } from './wechat-states.ts'

type Window = { from: Date; to: Date }

const SECOND_MS = 1000
const LONGEST_WINDOW_MS = ruleValue('wechat', 'afterSaleWindow', 'minutes') * 60 * SECOND_MS
const MOST_WALKS = 6

/** A longer window is walked in pieces of the longest one. As with orders, a list of several pages is walked until it brings nothing new. */
export async function* wechatAfterSales(connection: Connection, window: Window): AsyncGenerator<AfterSaleMessage[]> {
  for (let start = window.from.getTime(); start < window.to.getTime(); start += LONGEST_WINDOW_MS) {
    const end = Math.min(start + LONGEST_WINDOW_MS, window.to.getTime())
    yield* oneWindow(connection, { from: new Date(start), to: new Date(end) })
  }
}

async function* oneWindow(connection: Connection, window: Window): AsyncGenerator<AfterSaleMessage[]> {
  const seen = new Set<string>()
  for (let walk = 1; walk <= MOST_WALKS; walk++) {
    const before = seen.size
    let pageCount = 0
    let nextKey = ''
    do {
      const page = await readIds(connection, window, nextKey)
      nextKey = page.nextKey
      pageCount++
      const unread = page.ids.filter((id) => !seen.has(id))
      for (const id of unread) seen.add(id)
      const messages = await inParallel(unread, READ_AT_ONCE, (id) => readMessage(connection, id))
      if (messages.length > 0) yield messages
    } while (nextKey !== '')
    if (pageCount === 1 || (walk > 1 && seen.size === before)) return
  }
  throw new PlatformFailure('retry', 'list-moves', 'The list of after-sales kept changing while it was read.')
}

async function readIds(connection: Connection, { from, to }: Window, nextKey: string) {
  const answer = await callWechat(connection, {
    path: 'channels/ec/aftersale/getaftersalelist',
    body: {
      begin_update_time: Math.floor(from.getTime() / SECOND_MS),
      end_update_time: Math.floor(to.getTime() / SECOND_MS),
      ...(nextKey !== '' && { next_key: nextKey }),
    },
    canRepeat: true,
  })
  const ids = rowsOf(answer.after_sale_order_id_list).map(idText).filter(Boolean)
  return { ids, nextKey: nextKeyOf(answer) }
}

async function readMessage(connection: Connection, afterSaleId: string): Promise<AfterSaleMessage> {
  const body = await readRawAfterSale(connection, afterSaleId)
  const updated = Number(body.update_time)
  return { afterSaleId, version: Number.isSafeInteger(updated) ? new Date(updated * SECOND_MS).toISOString() : '', body }
}

export async function readRawAfterSale(connection: Connection, afterSaleId: string): Promise<WireObject> {
  const { after_sale_order: found } = await callWechat(connection, {
    path: 'channels/ec/aftersale/getaftersaleorder',
    body: { after_sale_order_id: afterSaleId },
    canRepeat: true,
  })
  if (isObject(found)) return found
  throw new PlatformFailure('refused', 'after-sale-missing', `The WeChat Store answered without after-sale ${afterSaleId}.`)
}

/** Throws UnreadableOrder. */
export function readWechatAfterSale({ body }: AfterSaleMessage): AfterSaleSnapshot {
  if (!isObject(body)) throw new UnreadableOrder('the body is not an object')
  const platformState = field.requiredTextOf(body, 'status')
  const goods = isObject(body.product_info) ? body.product_info : null
  const refund = isObject(body.refund_info) ? body.refund_info : {}
  const returned = isObject(body.return_info) ? body.return_info : {}
  return {
    afterSaleId: field.requiredIdOf(body, 'after_sale_order_id'),
    platformOrderId: field.requiredIdOf(body, 'order_id'),
    platformLineIds: goods && idText(goods.product_id) !== '' ? [wechatLineId(goods)] : [],
    kind: WECHAT_AFTER_SALE_KINDS.get(field.textOf(body, 'type')) ?? 'other',
    state: WECHAT_AFTER_SALE_STATES.get(platformState) ?? field.broken('status', platformState, 'a known state'),
    platformState,
    refundFen: field.wholeFenOf(refund, 'amount') ?? 0,
    reason: field.textOf(body, 'reason_text') || field.textOf(body, 'reason'),
    returnWaybillNumber: field.textOf(returned, 'waybill_id'),
    createdAt: field.requiredSecondsOf(body, 'create_time'),
    modifiedAt: field.requiredSecondsOf(body, 'update_time'),
    dueAt: dueAtOf(body),
  }
}

/** Told as a moment by the present reference and as seconds left by an older one, which would need the moment of the answer. */
function dueAtOf(body: WireObject): string | null {
  const deadline = field.secondsOf(body, 'deadline')
  return deadline !== null && deadline >= field.requiredSecondsOf(body, 'create_time') ? deadline : null
}
