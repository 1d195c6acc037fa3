import { SettingOutlined } from '@ant-design/icons'
import { Button, Flex, Input, Segmented, type TableColumnsType, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InvitationRow, InvitationState } from '#contract/team-invitations.ts'
import { useMayCall } from '#web/app/session.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useOperationPages } from '#web/shared/use-operation.ts'
import { InvitationActs } from './invitation-acts.tsx'
import { InvitationSettings } from './invitation-settings.tsx'
import { InvitationStanding } from './invitation-state.tsx'
import { InviteButton } from './invite-button.tsx'
import { wayIcons } from './way-fields.tsx'

const FILTERS = {
  all: undefined,
  waiting: ['queued', 'sending', 'delivered', 'opened'],
  trouble: ['failed', 'expired', 'declined'],
  answered: ['accepted', 'declined'],
} as const satisfies Record<string, readonly InvitationState[] | undefined>
type Filter = keyof typeof FILTERS
const LIVE_MS = 5000

/** Every invitation with where it stands, why, and what can be done about it. */
export function InvitationsPage() {
  const { t } = useTranslation()
  const [search, setSearch] = useState('')
  const [filter, setFilter] = useState<Filter>('all')
  const states = FILTERS[filter]
  const list = useOperationPages('team.listInvitations', { search, ...(states && { states: [...states] }) }, { live: LIVE_MS })
  return (
    <>
      <PageTitle title={t('invitations.title')} hint={t('invitations.hint')} actions={<PageActs />} />
      <Flex className="filter-bar" gap={8} wrap align="center">
        <Input.Search
          allowClear
          placeholder={t('invitations.search')}
          style={{ width: 240 }}
          onSearch={(words) => setSearch(words.trim())}
        />
        <Segmented
          value={filter}
          onChange={setFilter}
          options={(Object.keys(FILTERS) as Filter[]).map((value) => ({ value, label: t(`invitations.filters.${value}`) }))}
        />
      </Flex>
      <DataTable
        rows={list.rows}
        rowKey="invitationId"
        columns={useColumns()}
        card={(row) => <InvitationCard row={row} />}
        list={list}
        empty={{ title: t('invitations.empty'), hint: t('invitations.emptyHint') }}
      />
    </>
  )
}

function PageActs() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      {mayCall('team.saveInvitationSettings') && (
        <Button icon={<SettingOutlined />} onClick={() => setOpen(true)}>
          {t('invitations.settings')}
        </Button>
      )}
      {isOpen && <InvitationSettings onClose={() => setOpen(false)} />}
      <InviteButton />
    </>
  )
}

function useColumns(): TableColumnsType<InvitationRow> {
  const { t } = useTranslation()
  return [
    {
      title: t('invitations.person'),
      width: 150,
      render: (_, row) => (
        <Flex vertical>
          <strong>{row.name}</strong>
          <Typography.Text type="secondary">{row.login}</Typography.Text>
        </Flex>
      ),
    },
    { title: t('invitations.way'), width: 150, render: (_, row) => <Way row={row} /> },
    { title: t('invitations.state'), width: 310, render: (_, row) => <InvitationStanding row={row} /> },
    { title: t('invitations.sent'), width: 110, render: (_, row) => <Sent row={row} /> },
    { title: t('invitations.expires'), width: 100, render: (_, row) => <Moment at={row.expiresAt} /> },
    { title: t('invitations.acts'), width: 220, render: (_, row) => <InvitationActs row={row} /> },
  ]
}

function Way({ row }: { row: InvitationRow }) {
  const { t } = useTranslation()
  return (
    <Flex gap={6} align="center">
      {wayIcons[row.kind]} {row.addressHint === '' ? t(`invitations.ways.${row.kind}`) : row.addressHint}
    </Flex>
  )
}

function Sent({ row }: { row: InvitationRow }) {
  const { t } = useTranslation()
  return (
    <Flex vertical>
      {row.sentByName}
      <Typography.Text type="secondary">
        {row.round > 1 ? t('invitations.resentCount', { n: row.round }) : <Moment at={row.createdAt} />}
      </Typography.Text>
    </Flex>
  )
}

function InvitationCard({ row }: { row: InvitationRow }) {
  return (
    <Flex vertical gap={8}>
      <Flex justify="space-between" gap={8}>
        <strong>{row.name}</strong>
        <Way row={row} />
      </Flex>
      <Flex justify="space-between" gap={8}>
        <Typography.Text type="secondary">{row.login}</Typography.Text>
        <Moment at={row.expiresAt} />
      </Flex>
      <InvitationStanding row={row} />
      <InvitationActs row={row} />
    </Flex>
  )
}
