import type { FileMappingInput } from '#contract/import.ts'

export const DOUYIN_PRESETS: FileMappingInput[] = [
  {
    version: 1,
    name: 'douyin-orders',
    title: { zh: '抖店订单导出', en: 'Douyin order export' },
    // The short and the full export: the full one names the unit price (商品单价) instead of 商品金额.
    recognise: ['主订单编号', '子订单编号', '选购商品', '商品ID', '商品数量', '订单应付金额', '订单提交时间', '订单状态'],
    zone: 'Asia/Shanghai',
    kind: 'orders',
    rows: 'linePerRow',
    splitCells: { separator: ';', columns: ['子订单编号', '选购商品', '商品ID', '商家编码'] },
    order: {
      platformOrderId: '主订单编号',
      status: {
        column: '订单状态',
        words: {
          待确认: 'unpaid',
          待支付: 'unpaid',
          待付款: 'unpaid',
          已支付: 'paid',
          备货中: 'paid',
          待发货: 'paid',
          部分发货: 'partly_shipped',
          已发货: 'shipped',
          已收货: 'finished',
          已完成: 'finished',
          已取消: 'cancelled',
          已关闭: 'closed',
          已退款: 'closed',
        },
      },
      createdAt: '订单提交时间',
      paidAt: {
        // The short export has no payment time; an order past payment was paid when it was placed, as near as the file can tell.
        cases: [{ when: { column: '订单状态', is: ['待确认', '待支付', '待付款', '已取消', '已关闭'] }, use: '支付完成时间' }],
        otherwise: { firstOf: ['支付完成时间', '订单提交时间'] },
      },
      shippedAt: '发货时间',
      finishedAt: '订单完成时间',
      shipBy: '承诺发货时间',
      buyerNote: '买家留言',
      sellerMemo: '商家备注',
      sellerFlag: { column: '旗帜颜色', words: { 灰: '0', 红: '1', 黄: '2', 绿: '3', 蓝: '4', 紫: '5' }, otherwise: '0' },
      receiver: {
        name: '收件人',
        phone: '收件人手机号',
        province: '省',
        city: '市',
        district: '区',
        town: '街道',
        address: '详细地址',
      },
      goods: { sumOfRows: { firstOf: ['商品金额', { times: ['商品单价', '商品数量'] }] } },
      freight: { sumOfRows: '运费' },
      discount: { sumOfRows: '优惠总金额' },
      paid: {
        sumOfRows: {
          cases: [{ when: { column: '订单状态', is: ['待确认', '待支付', '待付款', '已取消', '已关闭'] }, use: { constant: 0 } }],
          otherwise: '订单应付金额',
        },
      },
    },
    line: {
      platformLineId: '子订单编号',
      platformItemId: '商品ID',
      merchantSku: '商家编码',
      title: '选购商品',
      variant: '商品规格',
      quantity: '商品数量',
      price: '商品单价',
      paid: '订单应付金额',
      refundState: {
        cases: [
          { when: { column: '售后状态', contains: '退款成功' }, use: { constant: 'refunded' } },
          { when: { column: '售后状态', is: ['', '-', '无售后'] }, use: { constant: '' } },
          { when: { column: '售后状态', contains: '拒绝' }, use: { constant: 'refused' } },
          { when: { any: ['关闭', '取消'].map((contains) => ({ column: '售后状态', contains })) }, use: { constant: 'none' } },
        ],
        otherwise: { constant: 'asked' },
      },
    },
  },
  {
    version: 1,
    name: 'douyin-settlement',
    title: { zh: '抖店结算单', en: 'Douyin settlement statement' },
    recognise: ['结算时间', '订单号', '子订单号', '结算金额', '收入合计', '支出合计'],
    kind: 'elsewhere',
    page: { zh: '财务 › 结算', en: 'Finance › Settlement' },
  },
]
