import { UserDeleteOutlined } from '@ant-design/icons'
import { useNavigate } from '@tanstack/react-router'
import { Button, Flex, Modal, type TableColumnsType, Tag, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OffboardingView } from '#contract/team-leaving.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useOperationPages } from '#web/shared/use-operation.ts'
import { ColleagueSelect } from './colleague-select.tsx'

/** Who is leaving and who has left. */
export function LeavingsPage() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const list = useOperationPages('team.listOffboardings', {}, { live: true })
  const [isChoosing, setChoosing] = useState(false)
  const open = (accountId: string) => void navigate({ to: '/team/leaving/$accountId', params: { accountId } })
  const begin = (
    <Button type="primary" icon={<UserDeleteOutlined />} onClick={() => setChoosing(true)}>
      {t('leaving.begin')}
    </Button>
  )
  const columns: TableColumnsType<OffboardingView> = [
    {
      title: t('leaving.person'),
      render: (_, row) => (
        <Flex vertical>
          <strong>{row.name}</strong>
          <Typography.Text type="secondary">{row.login}</Typography.Text>
        </Flex>
      ),
    },
    { title: t('people.state'), width: 180, render: (_, row) => <LeavingTag row={row} /> },
    {
      title: t('leaving.started'),
      width: 220,
      render: (_, row) => (
        <>
          <Moment at={row.startedAt} /> <span className="faint">{row.isAutomatic ? '' : row.startedName}</span>
        </>
      ),
    },
    { title: t('leaving.stepSign'), width: 160, render: (_, row) => row.signedName ?? <span className="faint">—</span> },
  ]
  return (
    <>
      <PageTitle title={t('leaving.title')} hint={t('leaving.hint')} actions={begin} />
      <DataTable
        rows={list.rows}
        rowKey="offboardingId"
        columns={columns}
        card={(row) => (
          <Flex justify="space-between" align="center">
            <strong>{row.name}</strong>
            <LeavingTag row={row} />
          </Flex>
        )}
        list={list}
        empty={{ title: t('leaving.empty'), hint: t('leaving.emptyHint'), action: begin }}
        onOpen={(row) => open(row.accountId)}
      />
      <Modal open={isChoosing} title={t('leaving.choose')} footer={null} onCancel={() => setChoosing(false)} destroyOnHidden>
        <ColleagueSelect
          value={null}
          width="100%"
          placeholder={t('people.search')}
          onChange={(accountId) => accountId && open(accountId)}
        />
      </Modal>
    </>
  )
}

const tones = { open: 'orange', signed: 'default', cancelled: 'green' } as const
export function LeavingTag({ row }: { row: OffboardingView }) {
  const { t } = useTranslation()
  return (
    <span>
      <Tag color={tones[row.state]}>{t(`leaving.state.${row.state}`)}</Tag>
      {row.isAutomatic && <Tag>{t('leaving.automatic')}</Tag>}
    </span>
  )
}
