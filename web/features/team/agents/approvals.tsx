import { Button, Flex, Popover, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { useLanguage } from '#web/i18n/i18n.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { operationName } from '#web/shared/operation-name.ts'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'

import './agents.css'

type Approval = OutputOf<'team.listApprovals'>['rows'][number]

/** What machines may not do without a person: each is approved once, for exactly this. */
export function Approvals() {
  const { t } = useTranslation()
  const waiting = useOperation('team.listApprovals', { state: 'waiting' }, { live: 5_000 })
  const rows = waiting.data?.rows ?? []
  if (rows.length === 0) return <EmptyList title={t('agents.nothingAsked')} hint={t('agents.asksHint')} />
  return (
    <Flex vertical gap={12}>
      {rows.map((row) => (
        <OneApproval key={row.approvalId} row={row} />
      ))}
    </Flex>
  )
}

function OneApproval({ row }: { row: Approval }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const decide = useCommand('team.decideApproval')
  const { approvalId } = row
  const act = operationName(row.operation, language)
  return (
    <Flex gap={12} wrap align="center" justify="space-between">
      <div>
        <Popover content={<pre className="approval-input">{JSON.stringify(row.input, null, 2)}</pre>}>
          <Typography.Text strong>{t('agents.wants', { name: row.accountName, act })}</Typography.Text>
        </Popover>
        <div className="faint">
          <Moment at={row.requestedAt} /> · {t('agents.until')} <Moment at={row.expiresAt} />
        </div>
      </div>
      <Flex gap={8}>
        <Button type="primary" loading={decide.isPending} onClick={() => decide.mutate({ approvalId, approve: true })}>
          {t('agents.approve')}
        </Button>
        <Button loading={decide.isPending} onClick={() => decide.mutate({ approvalId, approve: false })}>
          {t('agents.refuse')}
        </Button>
      </Flex>
    </Flex>
  )
}
