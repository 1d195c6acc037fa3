import { Button, Table, Tag } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Policy } from './policy-page.tsx'

type PolicyTableProps = {
  rows: Policy[]
  isLoading: boolean
  nameOf: (role: string) => string
  onEdit: (policy: Policy) => void
}

export function PolicyTable({ rows, isLoading, nameOf, onEdit }: PolicyTableProps) {
  const { t } = useTranslation()
  return (
    <Table
      rowKey="role"
      size="small"
      loading={isLoading}
      dataSource={rows}
      pagination={false}
      scroll={{ x: 'max-content' }}
      columns={[
        { title: t('account.policy.role'), render: (_, row) => <strong>{nameOf(row.role)}</strong> },
        {
          title: t('account.policy.needsFactor'),
          render: (_, row) =>
            row.needsFactor ? <Tag color="green">{t('account.policy.yes')}</Tag> : <span>{t('account.policy.no')}</span>,
        },
        {
          title: t('account.policy.idle'),
          render: (_, { idleMinutes }) =>
            idleMinutes === null ? t('account.policy.never') : t('account.policy.minutes', { n: idleMinutes }),
        },
        {
          title: t('account.policy.limit'),
          render: (_, { sessionLimit, atLimit }) =>
            sessionLimit === null
              ? t('account.policy.unlimited')
              : `${t('account.policy.places', { n: sessionLimit })} · ${t(`account.policy.${atLimit}`)}`,
        },
        {
          title: t('account.policy.life'),
          render: (_, { lifeHours }) =>
            lifeHours === null ? t('account.policy.month') : t('account.policy.hours', { n: lifeHours }),
        },
        {
          render: (_, row) => (
            <Button size="small" onClick={() => onEdit(row)}>
              {t('shared.edit')}
            </Button>
          ),
        },
      ]}
    />
  )
}
