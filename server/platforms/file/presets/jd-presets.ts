import type { FileMappingInput } from '#contract/import.ts'

export const JD_PRESETS: FileMappingInput[] = [
  {
    version: 1,
    name: 'jd-orders',
    title: { zh: '京东订单导出', en: 'JD order export' },
    recognise: ['订单号', '商品ID', '商品名称', '订购数量', '下单时间', '京东价', '订单金额'],
    zone: 'Asia/Shanghai',
    kind: 'orders',
    rows: 'linePerRow',
    order: {
      platformOrderId: '订单号',
      // JD exports for shipping leave the status out: such a list holds paid orders only.
      status: {
        column: '订单状态',
        whenEmpty: 'paid',
        words: {
          等待付款: 'unpaid',
          等待付款确认: 'unpaid',
          等待出库: 'paid',
          正在出库: 'paid',
          等待打印: 'paid',
          等待发货: 'paid',
          部分发货: 'partly_shipped',
          等待确认收货: 'shipped',
          已出库: 'shipped',
          正在配送: 'shipped',
          完成: 'finished',
          已完成: 'finished',
          已取消: 'closed',
          取消: 'closed',
          '(删除)等待出库': 'closed',
          '(锁定)等待出库': 'paid',
        },
      },
      shipForbidden: { column: '订单状态', contains: '锁定' },
      createdAt: '下单时间',
      paidAt: '付款确认时间',
      finishedAt: '订单完成时间',
      buyerNick: '下单帐号',
      buyerNote: '订单备注',
      sellerMemo: '商家备注',
      sellerFlag: '商家备注等级（等级1-5为由高到低）',
      receiver: { name: '客户姓名', phone: '联系电话', address: '客户地址' },
      // Repeated on each row of the order: read once, never added up.
      goods: '订单金额',
      freight: '运费金额',
      paid: { firstOf: ['应付金额', '订单金额'] },
    },
    line: {
      platformItemId: '商品ID',
      merchantSku: { firstOf: ['货号', '商品ID'] },
      title: '商品名称',
      quantity: '订购数量',
      price: '京东价',
    },
  },
]
