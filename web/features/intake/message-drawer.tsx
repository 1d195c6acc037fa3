import { Alert, Drawer, Flex, Skeleton, Tag, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay } from '#web/app/session.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { Moment } from '#web/shared/moment.tsx'
import { RevealButton } from '#web/shared/reveal-button.tsx'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { useRevealed } from '#web/shared/use-revealed.ts'

type MessageDrawerProps = { messageId: string | null; onClose: () => void }

/** The raw message, for whoever has to find out why it could not be read; persons in it stay masked until revealed. */
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
  const may = useMay()
  const query = useOperation('intake.readMessage', { messageId })
  const plain = useRevealed<OutputOf<'intake.revealMessage'>>()
  const reveal = useCommand('intake.revealMessage', { onDone: plain.show })
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
      <Flex gap={8} align="center" wrap>
        {!plain.value && <Tag>{t('orders.parcel.maskedHere')}</Tag>}
        {may('orders.viewReceiver') && (
          <RevealButton
            budget={plain.value?.budget ?? null}
            secondsLeft={plain.secondsLeft}
            isBusy={reveal.isPending}
            onReveal={(reason) => reveal.mutate({ messageId, ...reason })}
            onHide={plain.hide}
          />
        )}
      </Flex>
      <pre style={{ overflow: 'auto', margin: 0, whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', fontSize: 12 }}>
        {readable(plain.value?.body ?? message.body)}
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
