import { LockOutlined } from '@ant-design/icons'
import { Button, Skeleton, Typography } from 'antd'
import { useEffect, useRef } from 'react'
import { createPortal } from 'react-dom'
import { useTranslation } from 'react-i18next'
import { call } from '#web/shared/api.ts'
import { passkeyForCheck } from '#web/shared/passkeys.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import { ProveForm } from './prove-form.tsx'
import { useSignOut } from './sign-out.ts'
import './lock-screen.css'

/** Covers the whole page, which stays as it is underneath: nothing typed is lost. */
export function LockScreen({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation()
  const session = useOperation('team.readSession', {}, { staleMs: 0 })
  const signOut = useSignOut()
  const place = useRef(document.createElement('div'))
  useEffect(() => {
    const cover = place.current
    // Inside the application, where its colours are known.
    const app = document.querySelector('.app-root') ?? document.body
    const under = [...app.children, ...[...document.body.children].filter((each) => !each.contains(app))]
    app.append(cover)
    // What lies underneath can neither be read out nor reached by the keyboard.
    for (const each of under) each.toggleAttribute('inert', true)
    return () => {
      for (const each of under) each.toggleAttribute('inert', false)
      cover.remove()
    }
  }, [])
  return createPortal(
    <div className="lock" role="dialog" aria-modal="true" aria-label={t('shell.lock.title')}>
      <div className="lock-card">
        <span className="lock-mark">
          <LockOutlined />
        </span>
        <Typography.Title level={4}>{session.data?.name ?? t('shell.lock.title')}</Typography.Title>
        <Typography.Paragraph type="secondary">{t('shell.lock.hint')}</Typography.Paragraph>
        {session.data ? (
          <ProveForm
            ways={session.data.ways}
            wantsCode={false}
            submit={t('shell.lock.unlock')}
            askPasskey={() => passkeyForCheck('unlock')}
            prove={(proof) => call('team.unlockSession', proof)}
            onDone={onDone}
          />
        ) : (
          <Skeleton active paragraph={{ rows: 2 }} />
        )}
        <Button type="link" size="small" onClick={signOut}>
          {t('shell.lock.other')}
        </Button>
      </div>
    </div>,
    place.current,
  )
}
