import { plainName } from './columns.ts'

/** Words by which files name a field, the usual ones first. Compared without case, spaces and width. */
const FIELD_NAMES = {
  platformOrderId: [
    '订单编号',
    '订单号',
    '主订单编号',
    '交易编号',
    'order id',
    'order number',
    'order no',
    'invoice no',
    'invoice',
  ],
  status: ['订单状态', '交易状态', '状态', 'order status', 'status'],
  createdAt: [
    '订单创建时间',
    '下单时间',
    '订单提交时间',
    '成交时间',
    '创建时间',
    'order date',
    'created at',
    'purchase timestamp',
    'invoice date',
    'date',
  ],
  paidAt: ['订单付款时间', '付款时间', '支付时间', '付款确认时间', 'paid at', 'approved at', 'payment date'],
  shippedAt: ['发货时间', '出库时间', 'shipped at', 'ship date'],
  finishedAt: ['确认收货时间', '订单完成时间', '完成时间', 'delivered at', 'finished at'],
  buyerNick: ['买家会员名', '买家昵称', '下单帐号', '会员名', 'customer id', 'buyer', 'customer'],
  buyerNote: ['买家留言', '买家备注', 'customer note', 'note'],
  sellerMemo: ['订单备注', '商家备注', '卖家备注', 'memo'],
  name: ['收货人姓名', '收件人姓名', '收货人', '收件人', '客户姓名', 'recipient', 'ship to', 'name'],
  phone: ['联系手机', '手机号', '收件人手机号', '联系电话', '电话', 'phone', 'mobile'],
  province: ['省份', '省', 'province', 'state', 'country'],
  city: ['城市', '市', 'city'],
  district: ['区县', '区', 'district', 'county'],
  address: ['收货地址', '详细地址', '客户地址', '地址', 'address', 'street'],
  zip: ['邮编', '邮政编码', 'zip', 'postcode', 'zip code'],
  goods: ['买家应付货款', '商品总价', '商品金额', '总金额', 'subtotal', 'goods amount'],
  freight: ['买家应付邮费', '运费金额', '邮费', '运费', 'freight', 'shipping fee'],
  paid: ['买家实际支付金额', '用户实付金额', '实付金额', '应付金额', '订单金额', 'amount paid', 'total', 'payment value'],
  refunded: ['退款金额', '买家退款金额', 'refund amount'],
  platformItemId: ['商品ID', '宝贝ID', '商品编码', 'product id', 'item id'],
  merchantSku: ['商家编码', '货号', 'sku', 'stock code', 'merchant code'],
  title: ['宝贝标题', '商品名称', '选购商品', '商品标题', '商品', 'description', 'product name', 'title'],
  variant: ['颜色/尺码', '商品规格', '规格', 'variant', 'option'],
  quantity: ['宝贝总数量', '宝贝数量', '商品数量', '订购数量', '购买数量', '数量', 'quantity', 'qty'],
  price: ['宝贝单价', '京东价', '单价', '价格', 'unit price', 'price'],
} as const
type SuggestedField = keyof typeof FIELD_NAMES
export type Suggestion = { field: SuggestedField; column: string /** 0–1. */; likeness: number }

/** For each field the column whose name is most alike; a column serves one field only. For a person to confirm, never used unasked. */
export function suggestMapping(header: readonly string[]): Suggestion[] {
  const pairs: Suggestion[] = []
  for (const field of Object.keys(FIELD_NAMES) as SuggestedField[])
    for (const column of header) {
      const likeness = Math.max(
        ...FIELD_NAMES[field].map((name, rank) => alike(plainName(name), plainName(column)) - rank / 1000),
      )
      if (likeness >= 0.55) pairs.push({ field, column, likeness: Math.round(likeness * 1000) / 1000 })
    }
  pairs.sort((a, b) => b.likeness - a.likeness)
  const chosen: Suggestion[] = []
  for (const pair of pairs)
    if (!chosen.some(({ field, column }) => field === pair.field || column === pair.column)) chosen.push(pair)
  return chosen
}

/** Share of letter pairs in common (Dice); one name inside the other counts for more. */
function alike(a: string, b: string): number {
  const [x, y] = [a.replace(/[_()./-]/g, ''), b.replace(/[_()./-]/g, '')]
  if (x === y) return x === '' ? 0 : 1
  const [short, long] = x.length < y.length ? [x, y] : [y, x]
  const contained = short.length >= 2 && long.includes(short) ? 0.6 + (0.35 * short.length) / long.length : 0
  const pairs = new Set(pairsOf(x))
  const common = pairsOf(y).filter((pair) => pairs.has(pair)).length
  return Math.max(contained, (2 * common) / Math.max(1, x.length + y.length - 2))
}
const pairsOf = (text: string) => Array.from({ length: Math.max(0, text.length - 1) }, (_, index) => text.slice(index, index + 2))
