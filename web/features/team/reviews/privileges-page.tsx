import { useNavigate } from '@tanstack/react-router'
import { Card, Flex, Segmented, Table, Tag, Tooltip } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { conflictingDuties } from '#contract/duties.ts'
import { permissions } from '#contract/permissions.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useOperation } from '#web/shared/use-operation.ts'

/** Rights nobody uses, and duties that should not lie in one hand. */
export function PrivilegesPage() {
  const { t } = useTranslation()
  return (
    <>
      <PageTitle title={t('reviews.privileges')} hint={t('reviews.privilegesHint')} />
      <Flex vertical gap={16}>
        <Conflicts />
        <Unused />
      </Flex>
    </>
  )
}

function Conflicts() {
  const { t } = useTranslation()
  const language = useLanguage()
  const found = useOperation('team.findConflictingDuties', {})
  const rows = found.data?.rows ?? []
  const reasonOf = (first: string, second: string) =>
    conflictingDuties.find((duty) => duty.first === first && duty.second === second)?.[language]
  return (
    <Card title={t('reviews.conflictTitle')} loading={found.isLoading}>
      {rows.length === 0 ? (
        <EmptyList title={t('reviews.noConflict')} />
      ) : (
        <Table
          rowKey={(row) => `${row.accountId} ${row.first} ${row.second}`}
          size="small"
          pagination={false}
          dataSource={rows}
          columns={[
            { title: t('reviews.person'), width: 160, dataIndex: 'name' },
            {
              title: t('reviews.rights'),
              render: (_, row) => (
                <>
                  <Tag color="red">{permissions[row.first][language]}</Tag>
                  <Tag color="red">{permissions[row.second][language]}</Tag>
                </>
              ),
            },
            { title: t('reviews.conflict'), render: (_, row) => reasonOf(row.first, row.second) },
          ]}
        />
      )}
    </Card>
  )
}

function Unused() {
  const { t } = useTranslation()
  const language = useLanguage()
  const navigate = useNavigate()
  const [days, setDays] = useState<30 | 90>(90)
  const found = useOperation('team.findUnusedRights', { days })
  const rows = found.data?.rows ?? []
  const choice = (
    <Segmented<30 | 90>
      value={days}
      onChange={setDays}
      options={[
        { value: 30, label: t('reviews.days', { n: 30 }) },
        { value: 90, label: t('reviews.days', { n: 90 }) },
      ]}
    />
  )
  return (
    <Card title={t('reviews.unusedTitle')} extra={choice} loading={found.isLoading}>
      {rows.length === 0 ? (
        <EmptyList title={t('reviews.noUnused')} />
      ) : (
        <Table
          rowKey="accountId"
          size="small"
          pagination={{ pageSize: 20, hideOnSinglePage: true }}
          dataSource={rows}
          onRow={() => ({ onClick: () => void navigate({ to: '/team' }) })}
          columns={[
            { title: t('reviews.person'), width: 160, dataIndex: 'name' },
            {
              title: t('reviews.rights'),
              render: (_, row) => (
                <Flex gap={4} wrap>
                  {row.permissions.map(({ permission, lastUsedOn }) => (
                    <Tooltip
                      key={permission}
                      title={lastUsedOn ? t('reviews.lastUsed', { day: lastUsedOn }) : t('reviews.neverUsed')}
                    >
                      <Tag color={permissions[permission].risk === 'high' ? 'volcano' : 'default'}>
                        {permissions[permission][language]}
                      </Tag>
                    </Tooltip>
                  ))}
                </Flex>
              ),
            },
          ]}
        />
      )}
    </Card>
  )
}
