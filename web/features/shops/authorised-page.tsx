import { getRouteApi, Link } from '@tanstack/react-router'
import { Button, Result, Spin } from 'antd'
import { useEffect } from 'react'
import { useTranslation } from 'react-i18next'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useCommand } from '#web/shared/use-operation.ts'

const route = getRouteApi('/shell/shops/authorised')
const sentCodes = new Set<string>()

/** Where the platform sends the owner back after granting access. */
export function AuthorisedPage() {
  const { t } = useTranslation()
  const { state, code } = route.useSearch()
  const { mutate, error, isSuccess } = useCommand('shops.finishAuthorisation', { quiet: true })
  useEffect(() => {
    // The code works once: never send it twice, also not when React runs the effect twice.
    if (!state || sentCodes.has(state)) return
    sentCodes.add(state)
    mutate({ state, code })
  }, [state, code, mutate])
  const back = (
    <Link to="/shops">
      <Button type="primary">{t('shops.backToShops')}</Button>
    </Link>
  )
  if (!state || !code)
    return <Result status="warning" title={t('shops.notAuthorised')} subTitle={t('shops.notAuthorisedHint')} extra={back} />
  if (error) return <Result status="warning" title={t('shops.notAuthorised')} subTitle={sentenceOf(error)} extra={back} />
  if (isSuccess)
    return <Result status="success" title={t('shops.authorised')} subTitle={t('shops.authorisedHint')} extra={back} />
  return <Spin fullscreen description={t('shops.authorising')} />
}
