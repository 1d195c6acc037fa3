import { CheckCircleFilled, MinusCircleOutlined, SwapOutlined } from '@ant-design/icons'
import { getRouteApi } from '@tanstack/react-router'
import { Button, Flex, Result, Spin, Typography } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import type { Consent } from '#contract/apps.ts'
import mark from '#web/app/mark.svg'
import { LanguageSwitch } from '#web/app/reader-switches.tsx'
import { call } from '#web/shared/api.ts'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { AppSign } from './app-sign.tsx'
import { useFunctionNames } from './function-names.ts'
import './apps.css'

const route = getRouteApi('/consent/$visitId')

/** An app asks to act for the reader: who, what, where; agree or decline. */
export function ConsentPage() {
  const { t } = useTranslation()
  const { visitId } = route.useParams()
  const asked = useOperation('apps.readConsent', { visitId }, { staleMs: Number.POSITIVE_INFINITY })
  const decide = useCommand('apps.decideConsent', { onDone: ({ goTo }) => window.location.assign(goTo) })
  useEffect(() => {
    document.title = `${t('apps.consent.title')} · ${t('shell.name')}`
  }, [t])
  useKnownConsent(asked.data, () => decide.mutate({ visitId, agree: true }))
  if (asked.error)
    return (
      <main className="consent">
        <Result status="warning" title={t('apps.consent.over')} subTitle={sentenceOf(asked.error)} />
      </main>
    )
  if (!asked.data || asked.data.isKnown || decide.isSuccess)
    return (
      <main className="consent">
        <Spin size="large" description={asked.data ? t('apps.consent.going') : undefined} />
      </main>
    )
  return (
    <main className="consent">
      <Flex vertical gap={12} align="center" style={{ width: '100%' }}>
        <div className="consent-card">
          <ConsentQuestion consent={asked.data} isBusy={decide.isPending} decide={(agree) => decide.mutate({ visitId, agree })} />
        </div>
        <LanguageSwitch />
      </Flex>
    </main>
  )
}

/** Just this was agreed to before: the reader is not asked again. */
function useKnownConsent(consent: Consent | undefined, agree: () => void) {
  const isSent = useRef(false)
  useEffect(() => {
    if (!consent?.isKnown || isSent.current) return
    isSent.current = true
    agree()
  }, [consent, agree])
}

type QuestionProps = { consent: Consent; isBusy: boolean; decide: (agree: boolean) => void }

function ConsentQuestion({ consent, isBusy, decide }: QuestionProps) {
  const { t } = useTranslation()
  const { app, obstacle } = consent
  return (
    <>
      <div className="consent-head">
        <div className="consent-marks">
          <AppSign name={app.name} size={52} />
          <SwapOutlined />
          <img src={mark} alt="" />
        </div>
        <Typography.Title level={4} style={{ margin: 0 }}>
          {t(obstacle ? 'apps.consent.notOn' : 'apps.consent.asks', { app: app.name })}
        </Typography.Title>
        <span className="faint">{t('apps.by', { publisher: app.publisher })}</span>
      </div>
      {obstacle ? <p style={{ textAlign: 'center', margin: 0 }}>{t('apps.consent.notOnHint')}</p> : <Asked consent={consent} />}
      <Person consent={consent} />
      <Flex gap={10}>
        <Button block size="large" disabled={isBusy} onClick={() => decide(false)}>
          {obstacle ? t('apps.consent.backToApp') : t('apps.consent.decline')}
        </Button>
        {!obstacle && (
          <Button block size="large" type="primary" loading={isBusy} onClick={() => decide(true)}>
            {t('apps.consent.agree')}
          </Button>
        )}
      </Flex>
      <span className="faint" style={{ textAlign: 'center' }}>
        {t('apps.consent.returnsTo', { host: hostOf(consent.returnsTo) })}
      </span>
    </>
  )
}

const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : url)

function Asked({ consent }: { consent: Consent }) {
  const { t } = useTranslation()
  const { nameOf } = useFunctionNames()
  return (
    <>
      <div>
        <strong>{t('apps.consent.may')}</strong>
        <ul className="consent-list" style={{ marginTop: 8 }}>
          <li>
            <CheckCircleFilled className="given" />
            {t('apps.consent.identity')}
          </li>
          {consent.functions.map((code) => (
            <li key={code}>
              <CheckCircleFilled className="given" />
              {nameOf(code)}
            </li>
          ))}
          {consent.withheld.map((code) => (
            <li key={code} className="kept">
              <MinusCircleOutlined />
              <span>
                <s>{nameOf(code)}</s> {t('apps.consent.withheld')}
              </span>
            </li>
          ))}
        </ul>
      </div>
      <span>
        <span className="faint">{t('apps.consent.shops')}</span> {consent.shops?.join(' · ') ?? t('apps.allShops')}
      </span>
      <span className="faint">{t('apps.consent.never')}</span>
    </>
  )
}

function Person({ consent }: { consent: Consent }) {
  const { t } = useTranslation()
  const { person } = consent
  const change = async () => {
    await call('team.signOut', {}).catch(() => undefined)
    // The visit stays: whoever signs in next is asked instead.
    window.location.replace(`/login?next=${encodeURIComponent(window.location.pathname)}`)
  }
  return (
    <Flex justify="space-between" gap={8} wrap className="hook-card" style={{ display: 'flex', padding: '10px 14px' }}>
      <span>
        {t('apps.consent.as', { name: person.name, login: person.login })}
        <br />
        <span className="faint">{person.merchantName}</span>
      </span>
      <Button type="link" size="small" onClick={() => void change()} style={{ padding: 0 }}>
        {t('apps.consent.other')}
      </Button>
    </Flex>
  )
}
