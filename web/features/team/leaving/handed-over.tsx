import { Empty, Table } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OffboardingView } from '#contract/team-leaving.ts'
import { useHoldingName } from './holding-name.ts'

export function HandedOver({ rows }: { rows: OffboardingView['handedOver'] }) {
  const { t } = useTranslation()
  const holdingName = useHoldingName()
  if (rows.length === 0) return <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('leaving.holdsNothing')} />
  return (
    <Table
      rowKey="kind"
      size="small"
      pagination={false}
      dataSource={rows}
      columns={[
        { title: t('leaving.stepHold'), render: (_, row) => holdingName(row.kind) },
        { title: '', width: 90, render: (_, row) => t('leaving.count', { n: row.count }) },
        {
          title: t('leaving.to'),
          width: 160,
          render: (_, row) => row.toName || <span className="faint">{t('leaving.toPool')}</span>,
        },
        { title: t('leaving.note'), dataIndex: 'note' },
      ]}
    />
  )
}
