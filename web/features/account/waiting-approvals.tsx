import { Card } from 'antd'
import { useTranslation } from 'react-i18next'
import { Approvals } from '#web/features/team/agents/approvals.tsx'
import { useOperation } from '#web/shared/use-operation.ts'

/** What machines ask this person; nothing is shown when they ask nothing. */
export function WaitingApprovals() {
  const { t } = useTranslation()
  const waiting = useOperation('team.listApprovals', { state: 'waiting' })
  if ((waiting.data?.rows.length ?? 0) === 0) return null
  return (
    <Card title={t('account.approvals.title')}>
      <Approvals />
    </Card>
  )
}
