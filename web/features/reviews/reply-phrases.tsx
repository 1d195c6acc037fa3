import { DeleteOutlined, SnippetsOutlined } from '@ant-design/icons'
import { App, Button, Popover } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'

/** One's own phrases: pressing one puts it into the reply. */
export function ReplyPhrases({ onChoose }: { onChoose: (text: string) => void }) {
  const { t } = useTranslation()
  const [isOpen, setOpen] = useState(false)
  const phrases = useOperation('reviews.listPhrases', {}).data?.rows ?? []
  const drop = useCommand('reviews.deletePhrase')
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      content={
        <ul className="phrase-list" style={{ maxWidth: 320 }}>
          {phrases.length === 0 && <li className="faint">{t('buyerReviews.noPhrases')}</li>}
          {phrases.map(({ phraseId, text }) => (
            <li key={phraseId}>
              <Button
                type="text"
                onClick={() => {
                  setOpen(false)
                  onChoose(text)
                }}
              >
                {text}
              </Button>
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label={t('buyerReviews.dropPhrase')}
                onClick={() => drop.mutate({ phraseId })}
              />
            </li>
          ))}
        </ul>
      }
    >
      <Button size="small" icon={<SnippetsOutlined />}>
        {t('buyerReviews.phrases')}
      </Button>
    </Popover>
  )
}

export function KeepPhrase({ text }: { text: string }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const keep = useCommand('reviews.savePhrase', { onDone: () => void message.success(t('buyerReviews.phraseKept')) })
  return (
    <Button size="small" type="text" disabled={text === ''} loading={keep.isPending} onClick={() => keep.mutate({ text })}>
      {t('buyerReviews.keepPhrase')}
    </Button>
  )
}
