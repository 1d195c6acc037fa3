import type { DeliveryRow, WebhookRow } from '#contract/app-webhooks.ts'
import type { AppRowView } from '#contract/apps.ts'
import type { BatchView, PrinterRow, WriteBackRow } from '#contract/fulfilment.ts'
import type { ImportRow, OrderRow, ParcelRow } from '#contract/orders.ts'
import type { ShopRow } from '#contract/shops.ts'
import type { StaffRow } from '#contract/team.ts'
import type { TraceRow } from '#contract/tracing.ts'
import { type Pair, texts } from './pairs.ts'

/** Names of every state a person can meet, by kind. The types make a state without a name a compile error. */
export const stateTexts = texts({
  station: {
    unpaid: ['待付款', 'Unpaid'],
    buffer: ['缓冲中', 'Buffering'],
    review: ['待审单', 'To review'],
    held: ['已挂起', 'On hold'],
    waybill: ['待取面单', 'Needs waybill'],
    print: ['待打印', 'To print'],
    ship: ['待发货', 'To ship'],
    shipped: ['已发货', 'Shipped'],
    stopped: ['已拦截', 'Stopped'],
  },
  order: {
    unpaid: ['待付款', 'Unpaid'],
    paid: ['已付款', 'Paid'],
    partly_shipped: ['部分发货', 'Partly shipped'],
    shipped: ['已发货', 'Shipped'],
    finished: ['已完成', 'Finished'],
    cancelled: ['已取消', 'Cancelled'],
    closed: ['已关闭', 'Closed'],
  },
  review: {
    unpaid: ['待付款', 'Unpaid'],
    buffering: ['缓冲中', 'Buffering'],
    awaiting: ['待审单', 'To review'],
    held: ['已挂起', 'On hold'],
    approved: ['已通过', 'Approved'],
    stopped: ['已拦截', 'Stopped'],
  },
  fulfilment: {
    none: ['未开始', 'Not begun'],
    waybill: ['已取面单', 'Has waybill'],
    printed: ['已打印', 'Printed'],
    shipped: ['已发货', 'Shipped'],
  },
  writeBack: {
    none: ['无需回传', 'None'],
    waiting: ['回传中', 'Reporting'],
    confirmed: ['已回传', 'Reported'],
    failed: ['回传失败', 'Report failed'],
    needs_person: ['需人工处理', 'Needs a person'],
    settled: ['已人工处理', 'Settled by hand'],
  },
  batch: {
    running: ['进行中', 'Running'],
    finished: ['已完成', 'Finished'],
    cancelled: ['已取消', 'Cancelled'],
  },
  sheet: {
    queued: ['排队中', 'Queued'],
    sending: ['发送中', 'Sending'],
    accepted: ['已接收', 'Accepted'],
    drawn: ['已生成', 'Drawn'],
    printed: ['已打印', 'Printed'],
    failed: ['打印失败', 'Failed'],
    unknown: ['结果未知', 'Unknown'],
    cancelled: ['已取消', 'Cancelled'],
  },
  printer: {
    idle: ['空闲', 'Idle'],
    printing: ['打印中', 'Printing'],
    stopped: ['已停止', 'Stopped'],
    unreachable: ['连不上', 'Unreachable'],
    unknown: ['未检查', 'Not checked'],
  },
  import: {
    waiting: ['等待中', 'Waiting'],
    running: ['导入中', 'Importing'],
    finished: ['已完成', 'Finished'],
    refused: ['被拒绝', 'Refused'],
    cancelled: ['已取消', 'Cancelled'],
  },
  refund: {
    none: ['无退款', 'No refund'],
    asked: ['退款中', 'Refund asked'],
    refunded: ['已退款', 'Refunded'],
    refused: ['已拒绝退款', 'Refund refused'],
  },
  shop: {
    unauthorised: ['未授权', 'Not authorised'],
    active: ['正常', 'Active'],
    authorisation_expired: ['授权已过期', 'Authorisation expired'],
    paused: ['已暂停', 'Paused'],
  },
  freshness: {
    starting: ['首次抓单中', 'First reading under way'],
    fresh: ['抓单正常', 'Up to date'],
    late: ['抓单略慢', 'A little late'],
    stale: ['抓单停滞', 'Not being read'],
    none: ['文件导入', 'By file'],
  },
  account: {
    invited: ['已邀请', 'Invited'],
    penalty_frozen: ['处罚冻结', 'Frozen as a penalty'],
    active: ['正常', 'Active'],
    frozen: ['已冻结', 'Frozen'],
    left: ['已离职', 'Left'],
  },
  app: {
    active: ['运行中', 'Running'],
    suspended: ['已停用', 'Suspended'],
    ended: ['已到期', 'Ended'],
  },
  webhook: {
    active: ['正常', 'Active'],
    paused: ['已暂停', 'Paused'],
    failing: ['一直失败', 'Failing'],
  },
  delivery: {
    waiting: ['待送达', 'Waiting'],
    delivered: ['已送达', 'Delivered'],
    withheld: ['未发送', 'Withheld'],
    dead: ['未送达', 'Given up'],
  },
  trace: {
    created: ['待揽收', 'Not picked up'],
    picked_up: ['已揽收', 'Picked up'],
    in_transit: ['运输中', 'In transit'],
    out_for_delivery: ['派送中', 'Out for delivery'],
    at_pickup_point: ['待取件', 'At a pick-up point'],
    delivered: ['已签收', 'Delivered'],
    exception: ['疑难件', 'In trouble'],
    refused: ['拒收', 'Refused'],
    returning: ['退回中', 'On its way back'],
    returned: ['已退回', 'Back again'],
    forwarded: ['转投', 'Forwarded'],
    customs: ['清关中', 'In customs'],
  },
  traceException: {
    stuck: ['停滞', 'Stuck'],
    problem: ['疑难件', 'In trouble'],
    refused: ['拒收', 'Refused'],
    returning: ['退回中', 'On its way back'],
    returned: ['已退回', 'Back again'],
  },
  outcome: {
    done: ['已执行', 'Done'],
    refused: ['被拒绝', 'Refused'],
  },
})

type Names<S extends string> = Record<S, Pair>
type NamedStates = {
  station: Names<ParcelRow['station']>
  order: Names<OrderRow['status']>
  review: Names<ParcelRow['reviewState']>
  fulfilment: Names<ParcelRow['fulfilmentState']>
  writeBack: Names<WriteBackRow['state'] | ParcelRow['writeBack']>
  batch: Names<BatchView['state']>
  printer: Names<PrinterRow['state']>
  import: Names<ImportRow['state']>
  shop: Names<ShopRow['state']>
  freshness: Names<ShopRow['sync']['freshness']>
  account: Names<StaffRow['state']>
  app: Names<AppRowView['state']>
  webhook: Names<WebhookRow['state']>
  delivery: Names<DeliveryRow['state']>
  trace: Names<TraceRow['state']>
  traceException: Names<NonNullable<TraceRow['exception']>['kind']>
}
stateTexts satisfies NamedStates

export type StateKind = keyof typeof stateTexts
export type StateOf<K extends StateKind> = keyof (typeof stateTexts)[K] & string
