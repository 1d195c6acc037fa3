/** The page at `/`: what the outside world knows, and buttons to make it move or fail. Works without any script. */
import type { ServerResponse } from 'node:http'
import type { JobView, OrderView, SandboxControl } from './control.ts'
import { FAULT_KINDS, type FaultKind } from './faults.ts'
import { escapeHtml } from './http.ts'
import type { RefundStatus, TradeStatus } from './order.ts'
import { sendPage } from './page-frame.ts'
import { button, card, row, table, tag } from './page-parts.ts'
import { peopleSection } from './people-section.ts'
import { toPlatformTime } from './platform-time.ts'
import { componentsSection } from './print-components/components-section.ts'
import { afterSaleTable } from './shop-sections.ts'

const statusWords: Record<TradeStatus, [word: string, tone: string]> = {
  WAIT_BUYER_PAY: ['待付款', ''],
  WAIT_SELLER_SEND_GOODS: ['待发货', 'wait'],
  PAID_FORBID_CONSIGN: ['禁止发货', 'bad'],
  SELLER_CONSIGNED_PART: ['部分发货', 'wait'],
  WAIT_BUYER_CONFIRM_GOODS: ['已发货', 'good'],
  TRADE_FINISHED: ['交易成功', 'good'],
  TRADE_CLOSED: ['已退款关闭', 'bad'],
  TRADE_CLOSED_BY_TAOBAO: ['未付款关闭', ''],
}
const refundWords: Record<RefundStatus, [word: string, tone: string]> = {
  NO_REFUND: ['无退款', ''],
  WAIT_SELLER_AGREE: ['申请退款', 'bad'],
  WAIT_BUYER_RETURN_GOODS: ['待买家退货', 'bad'],
  WAIT_SELLER_CONFIRM_GOODS: ['待收退货', 'bad'],
  SELLER_REFUSE_BUYER: ['已拒绝退款', ''],
  CLOSED: ['退款关闭', ''],
  SUCCESS: ['已退款', 'bad'],
}
const faultWords: Record<FaultKind, string> = {
  lostReply: '回复丢失',
  lateReply: '回复变慢',
  error: '平台报错',
  rateLimit: '限流',
  decryptQuota: '解密额度用完',
  outage: '断线',
  clockSkew: '时钟偏差',
  tokenExpired: '授权过期',
  duplicatePush: '重复推送',
  dropPush: '丢失推送',
  reorderPush: '推送乱序',
  missingInLists: '列表漏单',
  courierPartial: '取号部分失败',
  courierRefuses: '快递拒收地址',
  printerStopped: '打印机暂停',
  printerPaperOut: '打印机缺纸',
  printerBusy: '打印机忙',
  printerDropAfterAccept: '收下后断线',
  printerSlow: '打印变慢',
  componentSilent: '组件不应答',
  componentFails: '组件打印失败',
  componentDropsAfterAccept: '组件收下后断线',
  componentTellsTwice: '组件重复通知',
  componentTellsNothing: '组件不通知',
  componentCancels: '组件里取消打印',
  personUnknown: '邀请：查无此人',
  personUnverified: '邀请：未实名',
  messengerTrouble: '邀请：网络故障',
  messengerLostReply: '邀请：回复丢失',
  messageIgnored: '邀请：对方不看',
  mailRefused: '邮件：退信 550',
  mailTemporary: '邮件：稍后再试 451',
  mailDown: '邮件：服务器断线',
}
const jobWords: Record<number, [word: string, tone: string]> = {
  3: ['排队', 'wait'],
  5: ['打印中', 'wait'],
  6: ['卡住', 'bad'],
  7: ['已取消', ''],
  8: ['失败', 'bad'],
  9: ['已打印', 'good'],
}

/** Where the owner of a shop, or of an application, finds keys and gives the address of pushes. */
const CONSOLES =
  '<a class="button" href="/wechat/console">微信小店后台 WeChat Store</a> <a class="button" href="/douyin/console">抖店后台 Douyin</a>'

export function sendControlPage(response: ServerResponse, control: SandboxControl): void {
  const sections = [
    figures(control),
    actions(control),
    faultSwitches(control),
    peopleSection(control),
    printers(control),
    componentsSection(control),
    orderTable(control),
    shipTable(control),
    afterSaleTable(control, refundWords),
  ]
  sendPage(response, '控制台', sections.join(''), 5)
}

function figures(control: SandboxControl): string {
  const accepted = control.ships().filter((ship) => ship.refusal === '').length
  const calls = Object.values(control.callCounts()).reduce((sum, count) => sum + count, 0)
  const numbers: [string, number][] = [
    ['订单 Orders', control.orderCount()],
    ['发货回传 Shipped', accepted],
    ['面单 Waybills', control.waybills().length],
    ['待取消息 Messages', control.waitingMessageCount()],
    ['接口调用 Calls', calls],
  ]
  return `<section class="figures">${numbers.map(([name, value]) => `<div class="figure card"><b>${value}</b><span>${name}</span></div>`).join('')}</section>`
}

function actions(control: SandboxControl): string {
  const shops = control
    .shops()
    .map((shop) => row(escapeHtml(shop.name), `<code>${shop.id}</code>`, `<code>${escapeHtml(shop.session)}</code>`))
  const own =
    '<form method="post" action="/control/orders"><input name="count" type="number" min="1" max="10000" value="100"><button>下单 Create</button></form>'
  const buttons = [1, 10, 50].map((count) => button('orders', `新增 ${count} 单`, { count: String(count) }, 'main')).join('')
  return card(
    '下单 Create orders',
    `${buttons}${own}${button('orders', '新增未付款订单', { count: '1', unpaid: 'true' })}${table(['店铺 Shop', '编号 Id', 'session'], shops)}<p>${CONSOLES}</p>`,
  )
}

function faultSwitches(control: SandboxControl): string {
  const on = new Set(control.faults().map((fault) => fault.kind))
  const extras: Partial<Record<FaultKind, Record<string, string>>> = {
    lateReply: { delayMs: '3000' },
    printerSlow: { delayMs: '3000' },
    clockSkew: { skewMs: '1200000' },
    courierPartial: { ratio: '0.3' },
    courierRefuses: { addressPart: '新疆' },
    error: { ratio: '0.3' },
    lostReply: { ratio: '0.3' },
  }
  const switches = FAULT_KINDS.map((kind) =>
    on.has(kind)
      ? button('faults/clear', `■ ${faultWords[kind]}`, { kind }, 'on')
      : button('faults', faultWords[kind], { kind, ...extras[kind] }),
  )
  return card('故障开关 Faults', switches.join('') + button('faults/clear', '全部恢复 Clear all', {}, 'main'))
}

function printers(control: SandboxControl): string {
  const cards = control.printerNames().map((name) => {
    const jobs = control.printerJobs(name)
    const rows = jobs.slice(0, 8).map((job) => jobRow(name, job))
    return card(
      `打印机 Printer · ${escapeHtml(name)}`,
      `<p class="soft">共 ${jobs.length} 张 sheets</p>${table(['任务 Job', '名称 Name', '状态 State', '大小 Size', '内容 Sheet'], rows)}`,
    )
  })
  return `<div class="pair">${cards.join('')}</div>`
}

function jobRow(printerName: string, job: JobView): string {
  const sheet =
    job.hasDocument && job.format === 'application/pdf'
      ? `<a href="/printed/${encodeURIComponent(printerName)}/${job.id}.pdf" target="_blank" rel="noopener">查看 PDF</a>`
      : ''
  return row(
    String(job.id),
    escapeHtml(job.name),
    tag(jobWords[job.state] ?? ['?', '']),
    `${Math.ceil(job.byteCount / 1024)} KB`,
    sheet,
  )
}

function orderTable(control: SandboxControl): string {
  return card(
    '最新订单 Latest orders',
    table(
      ['订单号 Order', '状态 State', '买家 Buyer', '收件人 Receiver', '商品 Goods', '实付 Paid', '运单号 Waybill', '操作 Act'],
      control.orders(40).map(orderRow),
    ),
  )
}

function orderRow(order: OrderView): string {
  const goods = order.lines.map((line) => {
    const refund = line.refundStatus === 'NO_REFUND' ? '' : ` ${tag(refundWords[line.refundStatus])}`
    return `${escapeHtml(line.merchantSku)} × ${line.quantity}${refund}`
  })
  const { receiver } = order
  const note = order.buyerNote === '' ? '' : `<br><span class="soft">留言：${escapeHtml(order.buyerNote)}</span>`
  return row(
    `<code>${order.tid}</code><br><span class="soft">${toPlatformTime(order.createdAt)}</span>`,
    tag(statusWords[order.status]),
    escapeHtml(order.buyerNick),
    escapeHtml(`${receiver.name} ${receiver.province}${receiver.city}${receiver.district}`) + note,
    goods.join('<br>'),
    `¥${(order.paidFen / 100).toFixed(2)}`,
    escapeHtml(order.waybillNumbers.join(' ')),
    moves(order),
  )
}

/** What a buyer or the platform could do to this order now. */
function moves(order: OrderView): string {
  const { tid, status } = order
  const isOpen = status === 'WAIT_SELLER_SEND_GOODS' || status === 'PAID_FORBID_CONSIGN' || status === 'SELLER_CONSIGNED_PART'
  const isAsked = order.lines.some((line) => line.refundStatus === 'WAIT_SELLER_AGREE')
  const offered: [action: string, label: string, isOffered: boolean][] = [
    ['pay', '付款', status === 'WAIT_BUYER_PAY'],
    ['ask-refund', '申请退款', isOpen && !isAsked],
    ['settle-refund', '退款成功', isOpen && isAsked],
    ['change-address', '改地址', isOpen],
    ['forbid-shipping', '禁止发货', status === 'WAIT_SELLER_SEND_GOODS'],
    ['allow-shipping', '允许发货', status === 'PAID_FORBID_CONSIGN'],
    ['poison', '报文损坏', isOpen && order.poison === null],
  ]
  return offered.map(([action, label, isOffered]) => (isOffered ? button(action, label, { tid }, 'small') : '')).join('')
}

function shipTable(control: SandboxControl): string {
  const rows = control
    .ships()
    .slice(-40)
    .reverse()
    .map((ship) =>
      row(
        toPlatformTime(ship.receivedAt),
        `<code>${ship.tid}</code>`,
        escapeHtml(`${ship.companyCode} ${ship.waybillNumber}`),
        ship.refusal === '' ? tag(['已接受', 'good']) : tag([ship.refusal, 'bad']),
      ),
    )
  return card('收到的发货回传 Shipments received', table(['时间 Time', '订单号 Order', '运单 Waybill', '结果 Result'], rows))
}
