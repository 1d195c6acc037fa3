import { KeyOutlined, RobotOutlined } from '@ant-design/icons'
import { Button, Card, Flex, type TableColumnsType, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'
import { useMayCall } from '#web/app/session.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useOperation, useOperationPages } from '#web/shared/use-operation.ts'
import { GrantSummary } from '../people/grant-summary.tsx'
import { usePeopleWords } from '../people/people-words.ts'
import { AgentToken } from './agent-token.tsx'
import { Approvals } from './approvals.tsx'
import { HireAgent } from './hire-agent.tsx'

/** AI agents as colleagues: what each may do, who answers for it, what it asks a person. */
export function AgentsPage() {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const list = useOperationPages('team.listStaff', { kind: 'agent', states: ['active', 'frozen'] }, { live: true })
  const [isHiring, setHiring] = useState(false)
  const [forToken, setForToken] = useState<StaffRow | null>(null)
  const words = usePeopleWords()
  const columns = useAgentColumns(setForToken)
  const hire = mayCall('team.hireAgent') ? (
    <Button type="primary" icon={<RobotOutlined />} onClick={() => setHiring(true)}>
      {t('agents.hire')}
    </Button>
  ) : null
  return (
    <>
      <PageTitle title={t('agents.title')} hint={t('agents.hint')} actions={hire} />
      <Flex vertical gap={16}>
        <Card title={t('agents.asks')} size="small">
          <Approvals />
        </Card>
        <DataTable
          rows={list.rows}
          rowKey="accountId"
          columns={columns}
          card={(row) => (
            <Flex vertical gap={6}>
              <Flex justify="space-between">
                <strong>{row.name}</strong>
                <StateTag kind="account" state={row.state} />
              </Flex>
              <GrantSummary row={row} words={words} />
              <TokenButton row={row} onToken={setForToken} />
            </Flex>
          )}
          list={list}
          empty={{ title: t('agents.empty'), hint: t('agents.emptyHint'), action: hire }}
        />
      </Flex>
      <HireAgent open={isHiring} onClose={() => setHiring(false)} />
      {forToken && <AgentToken agent={forToken} onClose={() => setForToken(null)} />}
    </>
  )
}

function useAgentColumns(onToken: (row: StaffRow) => void): TableColumnsType<StaffRow> {
  const { t } = useTranslation()
  const words = usePeopleWords()
  const people = useOperation('team.listStaff', { states: ['active'] }, { staleMs: 30_000 })
  const nameOf = (accountId: string | null) =>
    people.data?.rows.find((row) => row.accountId === accountId)?.name ?? <span className="faint">—</span>
  return [
    {
      title: t('agents.name'),
      width: 200,
      render: (_, row) => (
        <Flex vertical>
          <strong>{row.name}</strong>
          <Typography.Text type="secondary">{row.login}</Typography.Text>
        </Flex>
      ),
    },
    { title: t('agents.rights'), render: (_, row) => <GrantSummary row={row} words={words} /> },
    { title: t('agents.responsible'), width: 140, render: (_, row) => nameOf(row.responsibleId) },
    { title: t('people.state'), width: 110, render: (_, row) => <StateTag kind="account" state={row.state} /> },
    { title: t('people.lastSeen'), width: 140, render: (_, row) => <Moment at={row.lastSeenAt} /> },
    { title: '', width: 130, render: (_, row) => <TokenButton row={row} onToken={onToken} /> },
  ]
}

function TokenButton({ row, onToken }: { row: StaffRow; onToken: (row: StaffRow) => void }) {
  const { t } = useTranslation()
  if (!row.mayManage || row.state !== 'active') return null
  return (
    <Button size="small" icon={<KeyOutlined />} style={{ alignSelf: 'start' }} onClick={() => onToken(row)}>
      {t('agents.token')}
    </Button>
  )
}
