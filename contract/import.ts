import { z } from 'zod'

/**
 * Mapping files: how a spreadsheet of orders becomes orders. A mapping is plain JSON that a shop's technician can write;
 * docs/mappings/README.md explains it with examples. Unknown keys are refused, so a spelling mistake is never ignored.
 */

const column = z.string().min(1).max(200)
const text = z.string().max(500)
const bilingual = z.strictObject({ zh: text.min(1), en: text.min(1) })

/** A question about one row. Numbers are compared as numbers, after removing currency signs and thousands separators. */
export type RowCondition =
  | { column: string; is: string | string[] }
  | { column: string; startsWith: string }
  | { column: string; contains: string }
  | { column: string; empty: boolean }
  | { column: string; atMost: number | { column: string } }
  | { column: string; atLeast: number | { column: string } }
  | { all: RowCondition[] }
  | { any: RowCondition[] }
  | { not: RowCondition }
const bound = z.union([z.number(), z.strictObject({ column })])
const condition: z.ZodType<RowCondition> = z.lazy(() =>
  z.union([
    z.strictObject({ column, is: z.union([text, z.array(text).min(1).max(50)]) }),
    z.strictObject({ column, startsWith: text.min(1) }),
    z.strictObject({ column, contains: text.min(1) }),
    z.strictObject({ column, empty: z.boolean() }),
    z.strictObject({ column, atMost: bound }),
    z.strictObject({ column, atLeast: bound }),
    z.strictObject({ all: z.array(condition).min(1).max(20) }),
    z.strictObject({ any: z.array(condition).min(1).max(20) }),
    z.strictObject({ not: condition }),
  ]),
)

/**
 * Where a text comes from: a column name; a column with a word list (`words`: the file's word → ours; a word that is not listed
 * refuses the order unless `otherwise` is given; `whenEmpty` serves an empty cell or a column the file does not have);
 * a constant; the first that is not empty; or the first case that holds.
 */
export type TextSource =
  | string
  | { column: string; words?: Record<string, string> | undefined; whenEmpty?: string | undefined; otherwise?: string | undefined }
  | { constant: string }
  | { firstOf: TextSource[] }
  | { cases: { when: RowCondition; use: TextSource }[]; otherwise: TextSource }
const textSource: z.ZodType<TextSource> = z.lazy(() =>
  z.union([
    column,
    z.strictObject({ column, words: z.record(text, text).optional(), whenEmpty: text.optional(), otherwise: text.optional() }),
    z.strictObject({ constant: text }),
    z.strictObject({ firstOf: z.array(textSource).min(1).max(10) }),
    z.strictObject({
      cases: z
        .array(z.strictObject({ when: condition, use: textSource }))
        .min(1)
        .max(50),
      otherwise: textSource,
    }),
  ]),
)

/** An amount of one row: a column, a fixed amount, or arithmetic on amounts. `times` multiplies an amount by a quantity column. */
export type AmountSource =
  | string
  | { constant: number }
  | { firstOf: AmountSource[] }
  | { plus: AmountSource[] }
  | { minus: [AmountSource, AmountSource] }
  | { times: [AmountSource, string] }
  | { cases: { when: RowCondition; use: AmountSource }[]; otherwise: AmountSource }
const amountSource: z.ZodType<AmountSource> = z.lazy(() =>
  z.union([
    column,
    z.strictObject({ constant: z.number() }),
    z.strictObject({ firstOf: z.array(amountSource).min(1).max(10) }),
    z.strictObject({ plus: z.array(amountSource).min(1).max(20) }),
    z.strictObject({ minus: z.tuple([amountSource, amountSource]) }),
    z.strictObject({ times: z.tuple([amountSource, column]) }),
    z.strictObject({
      cases: z
        .array(z.strictObject({ when: condition, use: amountSource }))
        .min(1)
        .max(50),
      otherwise: amountSource,
    }),
  ]),
)

/** An order's amount when its lines stand in several rows: plain = repeated on every row, read once; `sumOfRows` = added up. */
const orderAmount = z.union([z.strictObject({ sumOfRows: amountSource }), amountSource])
export type OrderAmountSource = z.infer<typeof orderAmount>
/** An order's time when its lines stand in several rows: plain = the first that is given. */
const orderTime = z.union([
  z.strictObject({ earliestOfRows: textSource }),
  z.strictObject({ latestOfRows: textSource }),
  textSource,
])
export type OrderTimeSource = z.infer<typeof orderTime>

/** Why a mapping's own rule keeps a row out. `excludedByRule` shows the rule's `reason`. */
const RULE_CODES = ['isReturn', 'isAdjustment', 'quantityNotPositive', 'priceZero', 'priceNegative', 'excludedByRule'] as const

const common = {
  version: z.literal(1),
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,59}$/),
  title: bilingual,
  /** The file is taken for this format when it has all these columns, in any order. */
  recognise: z.array(column).min(1).max(60),
  /** IANA zone of the times in the file. */
  zone: z.string().refine(isZone, 'not a time zone'),
  dates: z.enum(['ymd', 'dmy', 'mdy', 'epochSeconds', 'epochMilliseconds']).default('ymd'),
  money: z
    .strictObject({
      currency: z.string().regex(/^[A-Z]{3}$/),
      unit: z.enum(['major', 'minor']).default('major'),
      decimalPoint: z.enum(['.', ',']).default('.'),
    })
    .default({ currency: 'CNY', unit: 'major', decimalPoint: '.' }),
  /** Rows that are no data (totals, hints): left out without a word. */
  skip: z.array(condition).max(20).default([]),
  /** Rows that are data but must not become sales: reported with their reason. The first rule that holds names the reason. */
  refuse: z
    .array(z.strictObject({ when: condition, code: z.enum(RULE_CODES), reason: bilingual.optional() }))
    .max(30)
    .default([]),
}

const receiver = z.strictObject({
  /** One cell with “name，phone，address”. */
  combined: textSource.optional(),
  name: textSource.optional(),
  phone: textSource.optional(),
  province: textSource.optional(),
  city: textSource.optional(),
  district: textSource.optional(),
  town: textSource.optional(),
  /** When no province is given, province, city and district are taken from the head of a Chinese address. */
  address: textSource.optional(),
  zip: textSource.optional(),
})
const order = z.strictObject({
  platformOrderId: textSource,
  /** Must give one of the seven order states. */
  status: textSource,
  platformStatus: textSource.optional(),
  shipForbidden: condition.optional(),
  createdAt: orderTime,
  paidAt: orderTime.optional(),
  shippedAt: orderTime.optional(),
  finishedAt: orderTime.optional(),
  shipBy: orderTime.optional(),
  buyerKey: textSource.optional(),
  buyerNick: textSource.optional(),
  buyerNote: textSource.optional(),
  sellerMemo: textSource.optional(),
  sellerFlag: textSource.optional(),
  receiver: receiver.default({}),
  goods: orderAmount.optional(),
  freight: orderAmount.optional(),
  discount: orderAmount.optional(),
  paid: orderAmount.optional(),
  refunded: orderAmount.optional(),
})
const line = z.strictObject({
  /** The row carries a line only when this holds: an order may have no line at all. */
  when: condition.optional(),
  platformLineId: textSource.optional(),
  platformItemId: textSource.optional(),
  platformSkuId: textSource.optional(),
  merchantSku: textSource.optional(),
  title: textSource.optional(),
  variant: textSource.optional(),
  quantity: z.union([column, z.strictObject({ constant: z.int().min(1) })]),
  price: amountSource.optional(),
  paid: amountSource.optional(),
  /** Must give none, asked, refunded or refused. */
  refundState: textSource.optional(),
  refunded: amountSource.optional(),
})
const ordersMapping = z.strictObject({
  ...common,
  kind: z.literal('orders'),
  rows: z.enum(['orderPerRow', 'linePerRow']),
  /** One row that holds several lines: these cells are cut at the separator, the quantity is only usable when it is one each. */
  splitCells: z.strictObject({ separator: z.string().min(1).max(3), columns: z.array(column).min(1).max(20) }).optional(),
  order,
  line,
})
const refundsMapping = z.strictObject({
  ...common,
  kind: z.literal('refunds'),
  refund: z.strictObject({
    platformOrderId: textSource,
    platformRefundId: textSource,
    platformItemId: textSource.optional(),
    status: textSource,
    platformStatus: textSource.optional(),
    amount: amountSource,
    askedAt: textSource,
    finishedAt: textSource.optional(),
    reason: textSource.optional(),
  }),
})
/** A format we know and that belongs on another page: recognised to be refused with a clear sentence. */
const elsewhereMapping = z.strictObject({
  version: z.literal(1),
  name: common.name,
  title: bilingual,
  recognise: common.recognise,
  kind: z.literal('elsewhere'),
  page: bilingual,
})

export const fileMapping = z.discriminatedUnion('kind', [ordersMapping, refundsMapping, elsewhereMapping])
export type OrdersMapping = z.output<typeof ordersMapping>
export type RefundsMapping = z.output<typeof refundsMapping>

export type FileMapping = z.output<typeof fileMapping>
/** A mapping as written, before defaults. */
export type FileMappingInput = z.input<typeof fileMapping>

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}
