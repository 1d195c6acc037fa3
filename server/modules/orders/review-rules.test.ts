import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ReviewSettings } from '#contract/orders.ts'
import type { LineFacts, OrderFacts, ReviewFacts } from './order.ts'
import { decideReview } from './review-decision-rules.ts'
import { blockingFindings, CHECKS, flagsOf, interceptsApproval, reviewFindings, worstResult } from './review-rules.ts'
import { DEFAULT_REVIEW_SETTINGS } from './review-settings.ts'

const order = (changes: Partial<OrderFacts> = {}): OrderFacts => ({
  orderId: 'o1',
  platformOrderId: '1001',
  status: 'paid',
  shipForbidden: false,
  buyerKey: 'b',
  buyerNick: '买家',
  receiverKey: 'r',
  mergeGroup: 'r',
  receiverText: '张**',
  province: '浙江省',
  receiverMissing: [],
  receiverDoubled: [],
  buyerNote: '',
  sellerMemo: '',
  sellerFlag: 0,
  paidFen: 9900,
  pieces: 1,
  createdAt: '2026-03-01T00:00:00.000Z',
  paidAt: '2026-03-01T00:01:00.000Z',
  shipBy: null,
  watchedText: '',
  ...changes,
})
const line = (changes: Partial<LineFacts> = {}): LineFacts => ({
  lineId: 'l1',
  orderId: 'o1',
  skuCode: 'TEE',
  title: 'T恤',
  variant: '',
  quantity: 1,
  orderedQuantity: 1,
  paidFen: 9900,
  refundState: 'none',
  refundedFen: 0,
  ...changes,
})
type Given = Partial<ReviewFacts> & { order?: Partial<OrderFacts>; line?: Partial<LineFacts> }
const facts = ({ order: orderChanges, line: lineChanges, ...changes }: Given = {}): ReviewFacts => ({
  receiverKey: 'r',
  mergeGroup: 'r',
  holdReason: '',
  orders: [order(orderChanges)],
  lines: [line(lineChanges)],
  siblings: [],
  skus: new Map([['TEE', { code: 'TEE', minPriceFen: null }]]),
  sellable: new Map([['TEE', 10]]),
  ...changes,
})
const minimum = (minPriceFen: number) => new Map([['TEE', { code: 'TEE', minPriceFen }]])
const sibling = (sameReceiver: boolean) => [{ parcelId: 'p2', number: '260301-AAAAAAAA', sameReceiver }]

const table: [string, Given, Partial<ReviewSettings>, string, 'allow' | 'alert' | 'hold'][] = [
  ['an ordinary paid order passes without a word', {}, {}, '', 'allow'],
  ['an unpaid order is held', { order: { status: 'unpaid' } }, {}, '款', 'hold'],
  ['a refund that is asked for holds', { line: { refundState: 'asked' } }, {}, '退', 'hold'],
  ['a refund that was refused does not', { line: { refundState: 'refused' } }, {}, '', 'allow'],
  ['a refund of a part wants a look', { line: { refundState: 'refunded', refundedFen: 500 } }, {}, '部', 'alert'],
  ['a closed order is held', { order: { status: 'closed' } }, {}, '闭', 'hold'],
  ['a cancelled order is held', { order: { status: 'cancelled' } }, {}, '闭', 'hold'],
  ['a partly shipped order goes on', { order: { status: 'partly_shipped' } }, {}, '', 'allow'],
  ['what the platform forbids is held', { order: { shipForbidden: true } }, {}, '禁', 'hold'],
  ['an incomplete address holds', { order: { receiverMissing: ['phone'] } }, {}, '址', 'hold'],
  ['two addresses in one text hold', { order: { receiverDoubled: ['address'] } }, {}, '疑', 'hold'],
  ['an address that changed behind the label holds', { order: { receiverKey: 'r2', mergeGroup: 'r2' } }, {}, '改', 'hold'],
  ['another handle of the same group is no change', { order: { receiverKey: 'r2' } }, {}, '', 'allow'],
  ['a buyer note wants a reader', { order: { buyerNote: '尽快' } }, {}, '言', 'alert'],
  ['a buyer note holds when the shop says so', { order: { buyerNote: '尽快' } }, { holdOnBuyerNote: true }, '言', 'hold'],
  ['a seller memo wants a reader', { order: { sellerMemo: '送赠品' } }, {}, '备', 'alert'],
  ['a seller memo holds when the shop says so', { order: { sellerMemo: '送赠品' } }, { holdOnSellerMemo: true }, '备', 'hold'],
  ['a price one fen below the minimum holds', { skus: minimum(9901) }, {}, '价', 'hold'],
  ['a price at the minimum passes', { skus: minimum(9900) }, {}, '', 'allow'],
  ['the shop has a floor of its own', {}, { minLinePriceFen: 10_000 }, '价', 'hold'],
  [
    'the minimum is per piece of the whole line',
    { line: { quantity: 1, orderedQuantity: 2, paidFen: 19_800 }, skus: minimum(9900) },
    {},
    '',
    'allow',
  ],
  ['short stock holds', { sellable: new Map([['TEE', 0]]) }, {}, '库', 'hold'],
  ['a SKU without any stock row is short', { sellable: new Map() }, {}, '库', 'hold'],
  [
    'two lines of one SKU are counted together',
    { lines: [line(), line({ lineId: 'l2' })], sellable: new Map([['TEE', 1]]) },
    {},
    '库',
    'hold',
  ],
  ['stock that is reserved already is not asked for again', { sellable: null }, {}, '', 'allow'],
  ['goods without a code are held', { line: { skuCode: '' } }, {}, '货', 'hold'],
  ['goods with an unknown code are held, and are not called short as well', { line: { skuCode: 'NO' } }, {}, '货', 'hold'],
  ['another parcel to the same receiver wants a look', { siblings: sibling(true) }, {}, '合', 'alert'],
  [
    'another parcel to the same receiver holds when the shop says so',
    { siblings: sibling(true) },
    { holdMergeable: true },
    '合',
    'hold',
  ],
  ['the same buyer with another address is only shown', { siblings: sibling(false) }, {}, '多', 'allow'],
  ['a person’s hold holds', { holdReason: '等客服确认' }, {}, '停', 'hold'],
  ['many pieces want a look', { line: { quantity: 3, orderedQuantity: 3 } }, { maxPieces: 2 }, '量', 'alert'],
  ['a high amount wants a look', {}, { maxPaidFen: 9899 }, '额', 'alert'],
  [
    'a watched word in the address wants a look',
    { order: { watchedText: '某市测试路1号' } },
    { watchedWords: ['测试'] },
    '词',
    'alert',
  ],
  ['a watched word in a note wants a look', { order: { sellerMemo: '测试单' } }, { watchedWords: ['测试'] }, '词备', 'alert'],
  ['the worst of several decides', { order: { buyerNote: '急' }, line: { refundState: 'asked' } }, {}, '退言', 'hold'],
]
for (const [name, given, settings, flags, worst] of table) {
  test(name, () => {
    const findings = reviewFindings(facts(given), { ...DEFAULT_REVIEW_SETTINGS, ...settings })
    assert.equal(flagsOf(findings), flags)
    assert.equal(worstResult(findings), worst)
    for (const { reasonZh, reasonEn, clearsZh, clearsEn } of findings)
      for (const sentence of [reasonZh, reasonEn, clearsZh, clearsEn]) assert.match(sentence, /^[^{}]{2,}$/)
  })
}

test('every check has its own code and its own flag', () => {
  assert.equal(new Set(CHECKS.map((check) => check.code)).size, CHECKS.length)
  assert.equal(new Set(CHECKS.map((check) => check.flag)).size, CHECKS.length)
  for (const check of CHECKS) assert.equal([...check.flag].length, 1)
})

test('force passes a double address but never short stock, a refund or a prohibition', () => {
  const flagsBlocking = (given: Given) => flagsOf(blockingFindings(reviewFindings(facts(given), DEFAULT_REVIEW_SETTINGS), true))
  assert.equal(flagsBlocking({ order: { receiverDoubled: ['phone'] }, holdReason: '等' }), '')
  assert.equal(flagsBlocking({ sellable: new Map() }), '库')
  assert.equal(flagsBlocking({ line: { refundState: 'asked' } }), '退')
  assert.equal(flagsBlocking({ order: { shipForbidden: true } }), '禁')
})

test('only something new takes an approval back', () => {
  const found = (given: Given) => reviewFindings(facts({ sellable: null, ...given }), DEFAULT_REVIEW_SETTINGS)
  assert.equal(interceptsApproval([], found({ line: { refundState: 'asked' } })), true)
  assert.equal(interceptsApproval(found({ order: { buyerNote: '急' } }), found({ order: { buyerNote: '急' } })), false)
  assert.equal(interceptsApproval(found({ order: { buyerNote: '急' } }), found({ order: { buyerNote: '改地址' } })), true)
  assert.equal(interceptsApproval([], found({ siblings: sibling(true) })), false)
})

const now = new Date('2026-03-01T01:00:00.000Z')
const parcel = (changes: object = {}) => ({
  reviewState: 'buffering' as const,
  findings: [],
  claim: null,
  reviewAfter: null,
  orders: [order()],
  ...changes,
})
const decide = (changes: object, given: Given = {}, settings: Partial<ReviewSettings> = {}) =>
  decideReview(
    parcel(changes),
    reviewFindings(facts(given), DEFAULT_REVIEW_SETTINGS),
    { ...DEFAULT_REVIEW_SETTINGS, ...settings },
    now,
  )

test('the buffer counts from the payment and ends by itself', () => {
  assert.equal(decide({ reviewState: 'unpaid' }, {}, { bufferMinutes: 60 }).state, 'buffering')
  assert.equal(decide({ reviewState: 'unpaid' }, {}, { bufferMinutes: 60 }).reviewAfter, '2026-03-01T01:01:00.000Z')
  assert.equal(decide({ reviewState: 'unpaid' }, {}, { bufferMinutes: 30 }).state, 'approved')
  assert.equal(decide({ reviewAfter: '2026-03-01T01:00:00.001Z' }).state, 'buffering')
  assert.equal(decide({ reviewAfter: '2026-03-01T01:00:00.000Z' }).state, 'approved')
  assert.equal(decide({ reviewState: 'unpaid', orders: [order({ status: 'unpaid' })] }).state, 'unpaid')
})

test('without automatic approval, or in a person’s hands, an allowed parcel waits for the person', () => {
  assert.equal(decide({}, {}, { automatic: false }).state, 'awaiting')
  assert.equal(decide({ reviewState: 'awaiting', claim: { accountId: 'a', name: 'A', until: '' } }).state, 'awaiting')
  assert.deepEqual(decide({}), { state: 'approved', reserve: true, release: false, reviewAfter: null, changes: true })
})

test('an approved parcel stays approved, is intercepted with its stock freed, and a stopped one only comes back to be looked at', () => {
  assert.equal(decide({ reviewState: 'approved' }).changes, false)
  const stopped = decide({ reviewState: 'approved' }, { line: { refundState: 'asked' } })
  assert.deepEqual([stopped.state, stopped.release], ['held', true])
  assert.equal(decide({ reviewState: 'stopped' }).state, 'awaiting')
})
