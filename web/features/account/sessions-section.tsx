import { App, Button, Card, Flex, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { SessionLine } from './session-line.tsx'

export function SessionsSection() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const sessions = useOperation('team.listOwnSessions', {}, { live: 30_000 })
  const end = useCommand('team.endOwnSession')
  const endOthers = useCommand('team.endOtherSessions', {
    onDone: ({ ended }) => void message.success(t('account.sessions.ended', { n: ended })),
  })
  const rows = sessions.data?.rows ?? []
  return (
    <Card
      title={t('account.sessions.title')}
      extra={
        rows.length > 1 && (
          <Popconfirm title={t('account.sessions.endOthersAsk')} onConfirm={() => endOthers.mutate({})}>
            <Button size="small" danger loading={endOthers.isPending}>
              {t('account.sessions.endOthers')}
            </Button>
          </Popconfirm>
        )
      }
    >
      <p className="faint">{t('account.sessions.hint')}</p>
      <Flex vertical gap={12}>
        {rows.map((session) => (
          <SessionLine
            key={session.sessionId}
            session={session}
            act={
              <Button size="small" loading={end.isPending} onClick={() => end.mutate({ sessionId: session.sessionId })}>
                {t('account.sessions.end')}
              </Button>
            }
          />
        ))}
      </Flex>
    </Card>
  )
}
