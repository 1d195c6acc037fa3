/** What buyers ask back, on the control page; what they say and what shops list, on a page beside it. */
import type { ServerResponse } from 'node:http'
import type { SandboxControl } from './control.ts'
import { escapeHtml } from './http.ts'
import type { RefundStatus } from './order.ts'
import { sendPage } from './page-frame.ts'
import { button, card, row, table, tag } from './page-parts.ts'
import { toPlatformTime } from './platform-time.ts'

const MOST_ROWS = 15

/** Goods, stock and reviews have a page of their own that stands still while somebody types. */
export function sendShopPage(response: ServerResponse, control: SandboxControl): void {
  sendPage(response, '商品与评价', `<p><a href="/">← 控制台 Console</a></p>${reviewTable(control)}${stockTables(control)}`)
}

export function afterSaleTable(control: SandboxControl, words: Record<RefundStatus, [word: string, tone: string]>): string {
  const rows = control
    .afterSales()
    .slice(0, MOST_ROWS)
    .map((one) => {
      const status = control.order(one.tid).lines.find(({ oid }) => oid === one.oid)?.refundStatus ?? 'NO_REFUND'
      const line = { tid: one.tid, oid: one.oid }
      const moves: [action: string, label: string, from: RefundStatus[]][] = [
        ['agree-return', '同意退货', one.returnsGoods ? ['WAIT_SELLER_AGREE'] : []],
        ['send-back', '买家寄回', ['WAIT_BUYER_RETURN_GOODS']],
        ['refuse-refund', '拒绝', ['WAIT_SELLER_AGREE', 'WAIT_SELLER_CONFIRM_GOODS']],
        ['settle-refund', '退款', ['WAIT_SELLER_AGREE', 'WAIT_SELLER_CONFIRM_GOODS', 'SELLER_REFUSE_BUYER']],
        ['take-back-refund', '买家撤销', ['WAIT_SELLER_AGREE', 'SELLER_REFUSE_BUYER']],
      ]
      return row(
        `<code>${one.id}</code>`,
        `<code>${one.tid}</code>`,
        tag(words[status]),
        one.returnsGoods ? '退货退款' : '仅退款',
        `¥${(one.refundFen / 100).toFixed(2)}`,
        escapeHtml(one.reason),
        one.dueAt === null ? '' : toPlatformTime(one.dueAt),
        escapeHtml(one.returnNumber),
        moves.map(([action, label, from]) => (from.includes(status) ? button(action, label, line, 'small') : '')).join(''),
      )
    })
  const heads = ['售后单 After-sale', '订单号 Order', '状态 State', '类型 Kind', '金额 Amount', '原因 Reason', '截止 Due']
  const more = '<p><a href="/shop">商品、库存与评价 Goods, stock and reviews →</a></p>'
  return card('售后 After-sales', more + table([...heads, '退货运单 Return', '操作 Act'], rows))
}

function reviewTable(control: SandboxControl): string {
  const rows = control
    .reviews()
    .slice(0, MOST_ROWS)
    .map((one) =>
      row(
        toPlatformTime(one.createdAt),
        `<code>${one.tid}</code>`,
        '★'.repeat(one.stars),
        escapeHtml(one.text),
        escapeHtml(one.reply),
      ),
    )
  const [latest] = control.orders(1)
  const write = latest
    ? `<form method="post" action="/control/reviews"><input class="wide" name="tid" value="${latest.tid}" required aria-label="订单号"><input name="stars" type="number" min="1" max="5" value="5" aria-label="星级"><input class="wide" name="text" required maxlength="500" placeholder="评价内容 Review"><button>写评价 Review</button></form>`
    : ''
  return card('评价 Reviews', write + table(['时间 Time', '订单号 Order', '星级 Stars', '内容 Text', '商家回复 Reply'], rows))
}

/** The first shop of each platform. */
function stockTables(control: SandboxControl): string {
  const shops = [...Map.groupBy(control.shops(), ({ platform }) => platform).values()].flatMap(([first]) => first ?? [])
  return shops
    .map((shop) => {
      const rows = control.products(shop.id).flatMap((listing) => {
        const skus = listing.skus.length > 0 ? listing.skus : [{ ...listing, skuId: '', merchantSku: listing.code, variant: '' }]
        return skus.map(({ skuId, merchantSku, variant, quantity }) =>
          row(
            `<code>${escapeHtml(merchantSku)}</code>`,
            escapeHtml(variant),
            listing.isOnSale ? tag(['在售', 'good']) : tag(['下架', '']),
            `<form method="post" action="/control/stock"><input type="hidden" name="shopId" value="${shop.id}"><input type="hidden" name="itemId" value="${listing.itemId}"><input type="hidden" name="skuId" value="${skuId}"><input name="quantity" type="number" min="0" value="${quantity}" aria-label="库存"><button class="small">改 Set</button></form>`,
          ),
        )
      })
      const all = `<details><summary>${rows.length} 个规格 variants</summary>${table(['编码 Code', '规格 Variant', '状态 State', '库存 Stock'], rows)}</details>`
      return card(`库存 Stock · ${escapeHtml(shop.name)}`, all)
    })
    .join('')
}
