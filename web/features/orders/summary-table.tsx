import { Table, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '#web/shared/api.ts'
import { formatMoney } from '#web/shared/money.tsx'

export type Counters = OutputOf<'orders.summarizeOrders'>['total']
type SummaryRow = { name: string; counters: Counters }
type SummaryTableProps = { nameTitle: string; rows: SummaryRow[]; isLoading: boolean }

const COUNTS = ['orders', 'paid', 'unpaid', 'cancelled', 'withRefund', 'pieces'] as const
const COUNT_TEXTS = {
  orders: 'orders',
  paid: 'paidOrders',
  unpaid: 'unpaidOrders',
  cancelled: 'cancelled',
  withRefund: 'withRefund',
  pieces: 'pieces',
} as const
const AMOUNTS = ['goodsFen', 'freightFen', 'paidFen', 'refundedFen'] as const

/** One line per day or province; the bar behind the net amount compares the lines at a glance. */
export function SummaryTable({ nameTitle, rows, isLoading }: SummaryTableProps) {
  const { t } = useTranslation()
  const largest = Math.max(1, ...rows.map((row) => row.counters.netFen))
  const columns: TableColumnsType<SummaryRow> = [
    { title: nameTitle, dataIndex: 'name', width: 130, fixed: 'start' },
    {
      title: t('orders.summary.netFen'),
      width: 200,
      align: 'end',
      sorter: (a, b) => a.counters.netFen - b.counters.netFen,
      render: (_, { counters }) => (
        <div className="summary-bar">
          <span style={{ width: `${Math.max(0, (counters.netFen / largest) * 100)}%` }} />
          <b>{formatMoney(counters.netFen)}</b>
        </div>
      ),
    },
    ...COUNTS.map((name) => ({
      title: t(`orders.summary.${COUNT_TEXTS[name]}`),
      width: 90,
      align: 'end' as const,
      sorter: (a: SummaryRow, b: SummaryRow) => a.counters[name] - b.counters[name],
      render: (_: unknown, { counters }: SummaryRow) => counters[name].toLocaleString('zh-CN'),
    })),
    ...AMOUNTS.map((name) => ({
      title: t(`orders.summary.${name}`),
      width: 130,
      align: 'end' as const,
      sorter: (a: SummaryRow, b: SummaryRow) => a.counters[name] - b.counters[name],
      render: (_: unknown, { counters }: SummaryRow) => formatMoney(counters[name]),
    })),
  ]
  return (
    <div className="data-table">
      <Table<SummaryRow>
        size="small"
        rowKey="name"
        columns={columns}
        dataSource={rows}
        loading={isLoading}
        pagination={false}
        sticky={{ offsetHeader: 52 }}
        scroll={{ x: 1390 }}
      />
    </div>
  )
}
