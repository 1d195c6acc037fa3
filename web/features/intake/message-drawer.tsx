import { Alert, Drawer, Flex, Skeleton, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { Moment } from '#web/shared/moment.tsx'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useOperation } from '#web/shared/use-operation.ts'

type MessageDrawerProps = { messageId: string | null; onClose: () => void }

/** The raw message, for whoever has to find out why it could not be read. */
export function MessageDrawer({ messageId, onClose }: MessageDrawerProps) {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  return (
    <Drawer open={messageId !== null} onClose={onClose} size={isNarrow ? '100%' : 640} title={t('intake.message')}>
      {messageId && <RawMessage messageId={messageId} />}
    </Drawer>
  )
}

function RawMessage({ messageId }: { messageId: string }) {
  const { t } = useTranslation()
  const query = useOperation('intake.readMessage', { messageId }, { isLogged: true })
  if (query.error) return <Alert type="error" title={sentenceOf(query.error)} />
  const message = query.data
  if (!message) return <Skeleton active />
  return (
    <Flex vertical gap={12}>
      {message.reason && <Alert type="warning" showIcon title={message.reason} />}
      <span>
        {t('intake.order')} <Typography.Text copyable>{message.platformOrderId}</Typography.Text> ·{' '}
        <Moment at={message.receivedAt} exact />
      </span>
      <pre style={{ overflow: 'auto', margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: 12 }}>
        {readable(message.body)}
      </pre>
    </Flex>
  )
}

function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
