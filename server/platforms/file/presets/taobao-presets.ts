import type { FileMappingInput } from '#contract/import.ts'

const zone = 'Asia/Shanghai'
/** 交易关闭 becomes cancelled or closed by whether it was paid. */
const STATUS_WORDS = {
  等待买家付款: 'unpaid',
  '买家已付款,等待卖家发货': 'paid',
  等待卖家发货: 'paid',
  买家已付款: 'paid',
  卖家部分发货: 'partly_shipped',
  '卖家已发货,等待买家确认': 'shipped',
  等待买家确认收货: 'shipped',
  卖家已发货: 'shipped',
  买家已签收: 'shipped',
  交易成功: 'finished',
  交易关闭: 'closed',
  付款以前卖家或买家主动关闭交易: 'closed',
  付款以后用户退款成功交易自动关闭: 'closed',
}
const order = {
  platformOrderId: '订单编号',
  status: { column: '订单状态', words: STATUS_WORDS },
  createdAt: '订单创建时间',
  paidAt: '订单付款时间',
  buyerNick: '买家会员名',
  buyerNote: '买家留言',
  sellerMemo: '订单备注',
  receiver: {
    name: '收货人姓名',
    phone: { firstOf: ['联系手机', '联系电话'] },
    address: { firstOf: ['修改后的收货地址', '收货地址'] },
    combined: { firstOf: ['修改后的收货地址', '收货地址'] },
  },
  goods: '买家应付货款',
  freight: '买家应付邮费',
  paid: '买家实际支付金额',
}
/** The order export names all goods of an order in one cell and counts their pieces together: one line stands for them. */
const line = { title: '宝贝标题', variant: '修改后的sku', quantity: '宝贝总数量' }
const recognise = [
  '订单编号',
  '买家会员名',
  '买家应付货款',
  '买家实际支付金额',
  '订单状态',
  '收货地址',
  '订单创建时间',
  '订单付款时间',
  '宝贝标题',
  '宝贝总数量',
]

export const TAOBAO_PRESETS: FileMappingInput[] = [
  {
    version: 1,
    name: 'taobao-orders',
    title: { zh: '淘宝订单导出（38 列）', en: 'Taobao order export (38 columns)' },
    recognise: [...recognise, '分销商Id'],
    zone,
    kind: 'orders',
    rows: 'orderPerRow',
    order,
    line,
  },
  {
    version: 1,
    name: 'taobao-orders-older',
    title: { zh: '淘宝订单导出（旧版 32 列）', en: 'Taobao order export (older, 32 columns)' },
    recognise: [...recognise, '店铺Id', '宝贝单价'],
    zone,
    kind: 'orders',
    rows: 'orderPerRow',
    order,
    line: { ...line, price: '宝贝单价' },
  },
]

export const TMALL_PRESETS: FileMappingInput[] = [
  {
    version: 1,
    name: 'tmall-sub-orders',
    title: { zh: '天猫子订单导出', en: 'Tmall sub-order export' },
    recognise: [
      '子订单编号',
      '主订单编号',
      '订单状态',
      '订单创建时间',
      '订单付款时间',
      '宝贝标题',
      '宝贝数量',
      '子单实际支付金额',
    ],
    zone,
    kind: 'orders',
    rows: 'linePerRow',
    order: {
      platformOrderId: '主订单编号',
      status: { column: '订单状态', words: STATUS_WORDS },
      createdAt: '订单创建时间',
      paidAt: '订单付款时间',
      buyerKey: '买家会员ID',
      buyerNick: '买家会员名',
      receiver: { name: '收件人姓名', phone: '联系手机', address: '收货地址', combined: '收货地址' },
      goods: '买家应付货款',
      freight: '买家应付邮费',
      paid: '买家实际支付金额',
      refunded: { sumOfRows: '退款金额' },
    },
    line: {
      platformLineId: '子订单编号',
      platformItemId: '商品编码',
      merchantSku: '商家编码',
      title: '宝贝标题',
      variant: '颜色/尺码',
      quantity: '宝贝数量',
      paid: '子单实际支付金额',
      refunded: '退款金额',
    },
  },
  {
    version: 1,
    name: 'tmall-refunds',
    title: { zh: '天猫退款导出', en: 'Tmall refund export' },
    recognise: ['订单编号', '退款单编号', '退款类型', '买家退款金额', '退款申请时间', '退款状态'],
    zone,
    kind: 'refunds',
    refund: {
      platformOrderId: '订单编号',
      platformRefundId: '退款单编号',
      platformItemId: '商品ID',
      status: {
        cases: [
          { when: { column: '退款状态', contains: '成功' }, use: { constant: 'refunded' } },
          { when: { column: '退款状态', contains: '关闭' }, use: { constant: 'none' } },
          { when: { column: '退款状态', contains: '卖家拒绝' }, use: { constant: 'refused' } },
          { when: { column: '退款状态', contains: '卖家不同意' }, use: { constant: 'refused' } },
          { when: { column: '退款状态', empty: true }, use: { constant: '' } },
        ],
        // Every other word is a stage of a running refund: stopping one parcel too many is mended sooner than one too few.
        otherwise: { constant: 'asked' },
      },
      platformStatus: '退款状态',
      amount: '买家退款金额',
      askedAt: '退款申请时间',
      finishedAt: '完结时间',
      reason: '买家退款原因',
    },
  },
]
