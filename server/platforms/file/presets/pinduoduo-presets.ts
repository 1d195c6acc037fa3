import type { FileMappingInput, RowCondition } from '#contract/import.ts'

const status = (contains: string): RowCondition => ({ column: '订单状态', contains })

export const PINDUODUO_PRESETS: FileMappingInput[] = [
  {
    version: 1,
    name: 'pinduoduo-orders',
    title: { zh: '拼多多订单导出', en: 'Pinduoduo order export' },
    recognise: ['商品', '订单号', '订单状态', '商品数量(件)', '商品id', '商品规格', '商家编码-规格维度', '用户实付金额(元)'],
    zone: 'Asia/Shanghai',
    kind: 'orders',
    rows: 'orderPerRow',
    order: {
      platformOrderId: '订单号',
      status: {
        // The state and the refund stand in one phrase, e.g. “已发货，退款成功”.
        cases: [
          { when: { any: [status('待付款'), status('待支付')] }, use: { constant: 'unpaid' } },
          {
            when: { any: [status('已取消'), status('交易取消'), { all: [status('未发货'), status('退款成功')] }] },
            use: { constant: 'closed' },
          },
          { when: { any: [status('已签收'), status('已收货'), status('交易成功')] }, use: { constant: 'finished' } },
          { when: { any: [status('待发货'), status('未发货'), status('待成团'), status('审核中')] }, use: { constant: 'paid' } },
          { when: status('部分发货'), use: { constant: 'partly_shipped' } },
          { when: status('已发货'), use: { constant: 'shipped' } },
        ],
        otherwise: { column: '订单状态', words: {} },
      },
      platformStatus: '订单状态',
      shipForbidden: { any: [{ column: '是否审核中', is: ['是', '审核中'] }, status('待成团')] },
      createdAt: { firstOf: ['订单成交时间', '支付时间'] },
      paidAt: { firstOf: ['支付时间', '订单成交时间'] },
      shippedAt: '发货时间',
      finishedAt: '确认收货时间',
      shipBy: '承诺发货时间',
      buyerNote: '买家留言',
      sellerMemo: '商家备注',
      receiver: { combined: '消费者资料', province: '省', city: '市', district: '区', town: '街道/镇' },
      goods: '商品总价(元)',
      freight: '邮费(元)',
      discount: { plus: ['店铺优惠折扣(元)', '平台优惠折扣(元)', '多多支付立减金额(元)'] },
      paid: '用户实付金额(元)',
    },
    line: {
      platformItemId: '商品id',
      platformSkuId: '样式ID',
      merchantSku: { firstOf: ['商家编码-规格维度', '商家编码-商品维度'] },
      title: '商品',
      variant: '商品规格',
      quantity: '商品数量(件)',
      refundState: {
        cases: [
          { when: { any: [{ column: '售后状态', contains: '退款成功' }, status('退款成功')] }, use: { constant: 'refunded' } },
          { when: { column: '售后状态', is: ['', '无售后', '无售后或售后取消', '售后取消'] }, use: { constant: '' } },
          {
            when: {
              any: [
                { column: '售后状态', contains: '拒绝' },
                { column: '售后状态', contains: '驳回' },
              ],
            },
            use: { constant: 'refused' },
          },
          {
            when: {
              any: [
                { column: '售后状态', contains: '取消' },
                { column: '售后状态', contains: '关闭' },
              ],
            },
            use: { constant: 'none' },
          },
        ],
        otherwise: { constant: 'asked' },
      },
    },
  },
]
