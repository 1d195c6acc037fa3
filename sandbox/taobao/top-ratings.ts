/** What buyers say of their orders, and the seller's one answer to it. */
import { toPlatformTime } from '#sandbox/platform-time.ts'
import type { SandboxReview } from '#sandbox/reviews.ts'
import { failed, moment, requiredText, type ShopCall } from './top-call.ts'
import { invalid, type TopAnswer, type TopFailure } from './top-failure.ts'
import { optionalText, text } from './top-json.ts'
import { type RowFields, refused, rowJson, topPage, wantedFields } from './top-page.ts'

const PAGES = { usual: 40, most: 150, lastPage: 200 }
const DAY_MS = 86_400_000
const REACH_MS = 180 * DAY_MS
const ANSWER_WITHIN_MS = 30 * DAY_MS
const LONGEST_ANSWER = 500
const RESULTS = ['good', 'neutral', 'bad']

const fields: RowFields<SandboxReview> = {
  tid: (review) => review.tid,
  oid: (review) => review.oid,
  role: () => text('buyer'),
  nick: (review) => text(`${review.buyerNick.slice(0, 1)}**`),
  result: (review) => text(resultOf(review)),
  created: (review) => text(toPlatformTime(review.createdAt)),
  item_title: (review) => text(review.title),
  item_price: (review) => (review.priceFen / 100).toFixed(2),
  content: (review) => text(review.text),
  reply: (review) => optionalText(review.reply),
  num_iid: (review) => review.itemId,
  valid_score: () => 'true',
}

const resultOf = ({ stars }: SandboxReview): string => (stars >= 4 ? 'good' : stars === 3 ? 'neutral' : 'bad')

/** Only what buyers wrote about the shop; shops of the sandbox write nothing about buyers. */
export function traderatesGet(call: ShopCall): TopAnswer | TopFailure {
  const { params, world, shop } = call
  const wanted = wantedFields(params)
  if (failed(wanted)) return wanted
  const [type, role] = [requiredText(params, 'rate_type'), requiredText(params, 'role')]
  if (failed(type)) return type
  if (failed(role)) return role
  if (!['get', 'give'].includes(type)) return invalid('rate_type', '可选值 get、give')
  if (!['buyer', 'seller'].includes(role)) return invalid('role', '可选值 buyer、seller')
  const result = params.get('result') ?? ''
  if (result !== '' && !RESULTS.includes(result)) return invalid('result', '可选值 good、neutral、bad')
  const [from, to] = [moment(params, 'start_date'), moment(params, 'end_date')]
  if (failed(from)) return from
  if (failed(to)) return to
  const reach = world.platformNow() - REACH_MS
  const tid = params.get('tid') ?? ''
  const found = world.reviews
    .writtenBetween(shop.id, Math.max(from ?? 0, reach), to ?? Number.MAX_SAFE_INTEGER)
    .filter((review) => type === 'get' && role === 'buyer' && (result === '' || resultOf(review) === result))
    .filter((review) => tid === '' || review.tid === tid || review.oid === tid)
  return topPage(call, found, {
    names: ['trade_rates', 'trade_rate'],
    sizes: PAGES,
    json: (review) => rowJson(review, fields, wanted),
  })
}

/** Once, and within 30 days. */
export function traderateExplainAdd({ params, world, shop }: ShopCall): TopAnswer | TopFailure {
  const [oid, reply] = [requiredText(params, 'oid'), requiredText(params, 'reply')]
  if (failed(oid)) return oid
  if (failed(reply)) return reply
  if (reply.length > LONGEST_ANSWER) return invalid('reply', '最多 500 个汉字')
  const review = world.reviews.ofLine(oid)
  if (!review || review.shopId !== shop.id) return refused('isv.traderate-service-error:NOT_EXIST', '评价不存在')
  if (review.reply !== '') return refused('isv.traderate-service-error:EXPLAINED', '已经解释过该评价')
  if (world.platformNow() - review.createdAt > ANSWER_WITHIN_MS)
    return refused('isv.traderate-service-error:EXPIRED', '评价超过 30 天，不能再做解释')
  world.reviews.reply(review, reply)
  return '"is_success":true'
}
