import { App, Button, Flex, Popconfirm, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'
import { SessionLine } from '#web/features/account/session-line.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import '#web/features/account/account.css'

/** Where somebody is signed in, and the ways to end that or to help who lost the telephone. */
export function PersonSignIn({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { accountId } = row
  const sessions = useOperation('team.listSessionsOf', { accountId })
  const end = useCommand('team.endSessionsOf', {
    onDone: ({ ended }) => void message.success(t('account.sessions.ended', { n: ended })),
  })
  const reset = useCommand('team.resetFactors', { onDone: () => void message.success(t('people.security.factorsReset')) })
  const rows = sessions.data?.rows ?? []
  return (
    <section>
      <Typography.Title level={5}>{t('account.sessions.title')}</Typography.Title>
      <Flex vertical gap={12}>
        {rows.length === 0 && <Typography.Text type="secondary">{t('people.security.noSessions')}</Typography.Text>}
        {rows.map((session) => (
          <SessionLine key={session.sessionId} session={session} act={null} />
        ))}
        <Flex gap={8} wrap>
          <Popconfirm title={t('people.security.endSessionsAsk')} onConfirm={() => end.mutate({ accountId })}>
            <Button danger disabled={rows.length === 0} loading={end.isPending}>
              {t('people.security.endSessions')}
            </Button>
          </Popconfirm>
          <Popconfirm title={t('people.security.resetFactorsAsk')} onConfirm={() => reset.mutate({ accountId })}>
            <Button danger loading={reset.isPending}>
              {t('people.security.resetFactors')}
            </Button>
          </Popconfirm>
        </Flex>
      </Flex>
    </section>
  )
}
