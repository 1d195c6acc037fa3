import { getRouteApi } from '@tanstack/react-router'
import { Button, Result, Skeleton } from 'antd'
import { type ReactNode, useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { InvitationOffer } from '#contract/team-invitations.ts'
import mark from '#web/app/mark.svg'
import { AppearanceSwitch, LanguageSwitch } from '#web/app/reader-switches.tsx'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import { AcceptForm } from './accept-form.tsx'
import { OfferCard } from './offer-card.tsx'
import { RealNameCard } from './real-name-card.tsx'
import './accept.css'

const route = getRouteApi('/invitation/$token')
/** While somebody waits for the answer of the real-name check. */
const CHECK_EVERY_MS = 1500

/** Where the invited come in, mostly on a phone: what is offered, then yes or no. */
export function AcceptPage() {
  const { t } = useTranslation()
  const { token } = route.useParams()
  const [isDeclined, setDeclined] = useState(false)
  const [isChecking, setChecking] = useState(false)
  const offer = useOperation('team.readInvitation', { token }, { live: isChecking && CHECK_EVERY_MS, enabled: !isDeclined })
  const realName = offer.data?.realName ?? null
  useEffect(() => setChecking(realName === 'checking' || realName === 'trouble'), [realName])
  useEffect(() => {
    document.title = `${t('invitations.accept.tab')} · ${t('shell.name')}`
  }, [t])
  if (isDeclined)
    return (
      <Frame>
        <Result
          status="info"
          title={t('invitations.accept.declined')}
          subTitle={t('invitations.accept.declinedHint')}
          className="accept-card"
        />
      </Frame>
    )
  if (offer.error && !offer.data)
    return (
      <Frame>
        <Result
          status="warning"
          title={t('invitations.accept.spentTitle')}
          subTitle={sentenceOf(offer.error)}
          extra={<Button href="/login">{t('invitations.accept.toLogin')}</Button>}
          className="accept-card"
        />
      </Frame>
    )
  return (
    <Frame>
      {offer.data ? (
        <Answer token={token} offer={offer.data} onDeclined={() => setDeclined(true)} onAsked={() => setChecking(true)} />
      ) : (
        <div className="accept-card">
          <Skeleton active />
        </div>
      )}
    </Frame>
  )
}

type AnswerProps = { token: string; offer: InvitationOffer; onDeclined: () => void; onAsked: () => void }

function Answer({ token, offer, onDeclined, onAsked }: AnswerProps) {
  return (
    <>
      <OfferCard offer={offer} />
      {offer.realName !== null && <RealNameCard token={token} state={offer.realName} name={offer.name} onAsked={onAsked} />}
      <AcceptForm token={token} offer={offer} onDeclined={onDeclined} />
    </>
  )
}

function Frame({ children }: { children: ReactNode }) {
  const { t } = useTranslation()
  return (
    <main className="accept">
      <div className="accept-bar">
        <span className="accept-brand">
          <img src={mark} alt="" />
          {t('shell.name')}
        </span>
        <span>
          <LanguageSwitch />
          <AppearanceSwitch />
        </span>
      </div>
      {children}
    </main>
  )
}
