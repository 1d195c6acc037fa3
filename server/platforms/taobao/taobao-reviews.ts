/** What buyers say of what they bought, and the shop's answer. */
import { ruleValue } from '#kernel/rule-packs.ts'
import type { Connection, ReviewLimits } from '#server/platforms/platform.ts'
import type { ReviewSnapshot } from '#server/platforms/platform-services.ts'
import { callTop, topRows, topTotal } from '#server/platforms/top/top-call.ts'
import { type Window, walkNewestFirst } from '#server/platforms/top/top-pages.ts'
import { understood } from '#server/platforms/top/top-understood.ts'
import { beijingTimeOf } from '#server/platforms/wire/beijing-time.ts'
import * as field from '#server/platforms/wire/fields.ts'
import { idText, isObject, type WireObject } from '#server/platforms/wire/wire-json.ts'

const PAGE_SIZE = ruleValue('taobao', 'reviewsPerPage', 'reviews')
const LAST_PAGE = ruleValue('taobao', 'reviewPages', 'pages')
export const TAOBAO_REVIEW_LIMITS: ReviewLimits = {
  longestReply: ruleValue('taobao', 'reviewReplyLength', 'characters'),
  replyDays: ruleValue('taobao', 'reviewReplyTime', 'days'),
}
const FIELDS = 'tid,oid,result,created,content,reply,num_iid'
const STARS: ReadonlyMap<string, number> = new Map([
  ['good', 5],
  ['neutral', 3],
  ['bad', 1],
])

export async function* pullTaobaoReviews(connection: Connection, window: Window): AsyncGenerator<ReviewSnapshot[]> {
  yield* walkNewestFirst(connection, window, {
    pageSize: PAGE_SIZE,
    lastPage: LAST_PAGE,
    read: async (part, page) => {
      const answer = await readPage(connection, part, { page })
      return { rows: topRows(answer, 'trade_rates', 'trade_rate').filter(isObject).map(readReview), total: topTotal(answer) }
    },
    count: async (part) => topTotal(await readPage(connection, part, { page: 1, size: 1, fields: 'oid' })),
    timeOf: ({ createdAt }) => createdAt,
  })
}

/** What buyers (`role`) wrote about the shop, as the shop gets it. */
function readPage(
  connection: Connection,
  { from, to }: Window,
  { page, size = PAGE_SIZE, fields = FIELDS }: { page: number; size?: number; fields?: string },
): Promise<WireObject> {
  return callTop(connection, {
    method: 'taobao.traderates.get',
    params: {
      ...{ fields, rate_type: 'get', role: 'buyer', page_no: String(page), page_size: String(size), use_has_next: 'false' },
      ...{ start_date: beijingTimeOf(from.getTime()), end_date: beijingTimeOf(to.getTime()) },
    },
    canRepeat: true,
  })
}

const readReview = (rate: WireObject): ReviewSnapshot => understood(`Review of ${idText(rate.oid)}`, () => reviewOf(rate))

/** A review has no id of its own: a line of an order is reviewed once. Throws UnreadableOrder. */
function reviewOf(rate: WireObject): ReviewSnapshot {
  const platformLineId = field.requiredIdOf(rate, 'oid')
  const result = field.requiredTextOf(rate, 'result')
  return {
    reviewId: platformLineId,
    platformOrderId: field.requiredIdOf(rate, 'tid'),
    platformLineId,
    platformItemId: field.idOf(rate, 'num_iid'),
    stars: STARS.get(result) ?? field.broken('result', result, 'a known grade'),
    text: field.textOf(rate, 'content'),
    reply: field.textOf(rate, 'reply'),
    createdAt: field.requiredMomentOf(rate, 'created'),
  }
}

/** Once for each review and within 30 days of it; afterwards the platform refuses. */
export async function replyTaobaoReview(
  connection: Connection,
  { platformLineId, text }: { platformLineId: string; text: string },
): Promise<void> {
  await callTop(connection, {
    method: 'taobao.traderate.explain.add',
    params: { oid: platformLineId, reply: text },
    canRepeat: false,
  })
}
