import { Buffer } from 'node:buffer'
import { Readable } from 'node:stream'
import type { ImportCounts } from '#contract/import-problems.ts'
import { type OpenOptions, type OrderFileEntry, openOrderFile, readOrderFile } from './order-file.ts'
import type { OrderEntry, RefusedEntry } from './read-orders.ts'

/** Rows to CSV text, quoted where needed. */
export function csv(...rows: (string | number)[][]): string {
  return `${rows.map((row) => row.map((cell) => quoted(String(cell))).join(',')).join('\r\n')}\r\n`
}
const quoted = (cell: string) => (/^="/.test(cell) ? cell : /[",\n\t]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)

export type Read = {
  orders: OrderEntry[]
  refused: RefusedEntry[]
  entries: OrderFileEntry[]
  counts: ImportCounts
  mapping: string
}
export async function readBytes(bytes: Uint8Array | string, name = 'orders.csv', options: OpenOptions = {}): Promise<Read> {
  const file = await openOrderFile(Readable.from([Buffer.from(bytes as Uint8Array)]), name, options)
  try {
    const reading = readOrderFile(file)
    const entries: OrderFileEntry[] = []
    for await (const entry of reading.entries) entries.push(entry)
    const orders = entries.filter((entry) => entry.kind === 'order')
    const refused = entries.filter((entry) => entry.kind === 'refused')
    return { orders, refused, entries, counts: reading.counts, mapping: file.mapping?.name ?? '' }
  } finally {
    await file.close()
  }
}

export const JD_HEADER = [
  '订单号',
  '商品ID',
  '商品名称',
  '订购数量',
  '下单时间',
  '订单金额',
  '客户姓名',
  '客户地址',
  '联系电话',
  '京东价',
  '订单状态',
]
export const DOUYIN_HEADER = [
  '主订单编号',
  '子订单编号',
  '选购商品',
  '商品ID',
  '商家编码',
  '商品数量',
  '商品金额',
  '订单应付金额',
  '商家收入金额',
  '订单提交时间',
  '订单状态',
  '支付方式',
]
export const TAOBAO_HEADER = [
  '订单编号',
  '买家会员名',
  '买家支付宝账号',
  '买家应付货款',
  '买家应付邮费',
  '买家支付积分',
  '总金额',
  '返点积分',
  '买家实际支付金额',
  '买家实际支付积分',
  '订单状态',
  '买家留言',
  '收货人姓名',
  '收货地址 ',
  '运送方式',
  '联系电话 ',
  '联系手机',
  '订单创建时间',
  '订单付款时间 ',
  '宝贝标题 ',
  '宝贝种类 ',
  '物流单号 ',
  '物流公司',
  '订单备注',
  '宝贝总数量',
  '分销商Id',
  '修改后的收货地址',
]
/** A made-up Taobao order; `change` sets cells by column name. */
export function taobaoRow(change: Record<string, string> = {}): string[] {
  const cells: Record<string, string> = {
    订单编号: '="2960000000000000017"',
    买家会员名: '竹影小店客',
    买家应付货款: '88.00',
    买家应付邮费: '6.00',
    总金额: '94.00',
    买家实际支付金额: '94.00',
    订单状态: '买家已付款，等待卖家发货',
    收货人姓名: '林知夏',
    收货地址: '浙江省 杭州市 余杭区 仓前街道 溪边路12号(310000)',
    联系手机: "'13900000001",
    订单创建时间: '2026-03-01 09:00:00',
    订单付款时间: '2026-03-01 09:00:30',
    宝贝标题: '竹编收纳篮',
    宝贝总数量: '2',
    联系电话: 'null',
    ...change,
  }
  return TAOBAO_HEADER.map((name) => cells[name.trim()] ?? '')
}
