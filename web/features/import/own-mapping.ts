import type { FileMappingInput } from '#contract/import.ts'
import type { OrderRow } from '#contract/orders.ts'
import type { importTexts } from './texts.ts'

export type Field = keyof (typeof importTexts)['fields']
type Status = OrderRow['status']

/** Fields a person can point to a column, in the order of the form. */
export const FIELD_GROUPS = {
  order: ['platformOrderId', 'status', 'createdAt', 'paidAt'],
  line: ['title', 'variant', 'merchantSku', 'quantity', 'price'],
  money: ['goods', 'freight', 'paid', 'refunded'],
  buyer: ['buyerNick', 'buyerNote', 'sellerMemo'],
  receiver: ['name', 'phone', 'province', 'city', 'district', 'address'],
} as const satisfies Record<string, readonly Field[]>
export const NEEDED: readonly Field[] = ['platformOrderId', 'createdAt']

export type OwnMapping = {
  columns: Partial<Record<Field, string>>
  rows: 'orderPerRow' | 'linePerRow'
  dates: 'ymd' | 'dmy' | 'mdy'
  /** Words of the file's status column. */
  words: Record<string, Status>
}

/** Words that platforms and shop systems use for the seven states. */
const USUAL_WORDS: Record<Status, readonly string[]> = {
  unpaid: ['等待买家付款', '待付款', '未付款', '待支付', 'unpaid', 'pending'],
  paid: [
    '买家已付款，等待卖家发货',
    '等待卖家发货',
    '已付款',
    '已支付',
    '待发货',
    '待出库',
    '备货中',
    'paid',
    'processing',
    'approved',
  ],
  partly_shipped: ['部分发货', '卖家部分发货', 'partially shipped', 'partly shipped'],
  shipped: ['卖家已发货，等待买家确认', '等待买家确认收货', '已发货', '待收货', '已出库', '运输中', 'shipped', 'in transit'],
  finished: ['交易成功', '已完成', '完成', '已签收', '已收货', 'finished', 'completed', 'complete', 'delivered'],
  cancelled: ['已取消', '取消', '交易取消', 'cancelled', 'canceled'],
  closed: ['交易关闭', '已关闭', '关闭', '退款成功', '已退款', 'closed', 'refunded'],
}

export function usualStatus(word: string): Status | undefined {
  const plain = word.trim().toLowerCase()
  return (Object.keys(USUAL_WORDS) as Status[]).find((status) => USUAL_WORDS[status].includes(plain))
}

/** A mapping file (contract/import.ts) out of what was chosen on the form. */
export function mappingFrom(own: OwnMapping, name: string): FileMappingInput {
  const { columns } = own
  const { platformOrderId = '', createdAt = '', quantity } = columns
  const amount = (field: Field) => {
    const column = columns[field]
    if (!column) return {}
    return { [field]: column }
  }
  return {
    version: 1,
    name: `own-${shortCode(JSON.stringify(columns))}`,
    title: { zh: name, en: name },
    recognise: [...new Set(Object.values(columns))],
    zone: 'Asia/Shanghai',
    dates: own.dates,
    kind: 'orders',
    rows: own.rows,
    order: {
      platformOrderId,
      status: statusSource(own),
      createdAt,
      ...pick(columns, ['paidAt', 'buyerNick', 'buyerNote', 'sellerMemo']),
      ...(columns.buyerNick && { buyerKey: columns.buyerNick }),
      receiver: pick(columns, FIELD_GROUPS.receiver),
      ...amount('goods'),
      ...amount('freight'),
      ...amount('paid'),
      ...amount('refunded'),
    },
    line: {
      ...pick(columns, ['title', 'variant', 'merchantSku', 'price']),
      quantity: quantity ?? { constant: 1 },
    },
  }
}

type OrdersInput = Extract<FileMappingInput, { kind: 'orders' }>

/** By its own column; else by whether it was paid; else a file of orders is taken for paid ones. */
function statusSource({ columns, words }: OwnMapping): OrdersInput['order']['status'] {
  if (columns.status) return { column: columns.status, words }
  if (!columns.paidAt) return { constant: 'paid' }
  return {
    cases: [{ when: { column: columns.paidAt, empty: true }, use: { constant: 'unpaid' } }],
    otherwise: { constant: 'paid' },
  }
}

function pick<F extends Field>(columns: OwnMapping['columns'], fields: readonly F[]): Partial<Record<F, string>> {
  const picked: Partial<Record<F, string>> = {}
  for (const field of fields) {
    const column = columns[field]
    if (column) picked[field] = column
  }
  return picked
}

/** The same choice has the same name, so that saving it again replaces it. */
function shortCode(text: string): string {
  let code = 5381
  for (const character of text) code = (code * 33 + (character.codePointAt(0) ?? 0)) % 2_147_483_647
  return code.toString(36)
}
