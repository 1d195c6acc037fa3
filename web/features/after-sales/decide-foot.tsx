import { Alert, App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { CasePage } from '#contract/after-sales.ts'
import { useMay } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { ConfirmWithReason } from '#web/shared/confirm-with-reason.tsx'
import { formatMoney } from '#web/shared/money.tsx'
import { useCommand } from '#web/shared/use-operation.ts'

type Act = NonNullable<CasePage['act']>
const MONEY_ACTS: readonly Act[] = ['refund', 'return', 'receipt']

/** The decision: what it does is said before it is done. */
export function DecideFoot({ page }: { page: CasePage }) {
  const { t } = useTranslation()
  const may = useMay()
  const language = useLanguage()
  const { act, missing, allowance } = page
  if (act === null) return null
  if (missing) return <Alert type="info" showIcon title={missing[language]} />
  if (!allowance || !may('afterSales.decide', page.shopId)) return <span className="faint">{t('afterSales.notYours')}</span>
  return (
    <div className="case-foot">
      <Limits allowance={allowance} />
      <RefuseButton page={page} />
      <AgreeButton page={page} act={act} allowance={allowance} />
    </div>
  )
}

type Allowance = NonNullable<CasePage['allowance']>
function Limits({ allowance: { perActFen, perDayFen, usedTodayFen } }: { allowance: Allowance }) {
  const { t } = useTranslation()
  const limits = [
    ...(perActFen === null ? [] : [t('afterSales.limitAct', { amount: formatMoney(perActFen) })]),
    ...(perDayFen === null ? [] : [t('afterSales.limitDay', { used: formatMoney(usedTodayFen), limit: formatMoney(perDayFen) })]),
  ]
  if (limits.length === 0) return null
  return <span className="faint case-limits">{t('afterSales.yourLimits', { limits: limits.join(t('afterSales.and')) })}</span>
}

function useDecide() {
  const { t } = useTranslation()
  const { message } = App.useApp()
  return useCommand('afterSales.decideCase', { onDone: () => void message.success(t('afterSales.done')) })
}

function AgreeButton({ page, act, allowance }: { page: CasePage; act: Act; allowance: Allowance }) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const decide = useDecide()
  const { caseId, version, refundFen } = page
  const proof = MONEY_ACTS.includes(act) ? proofWanted(allowance, refundFen) : null
  const ask = () =>
    void modal.confirm({
      title: t(`afterSales.acts.${act}`),
      content: (
        <>
          <p>{t(`afterSales.consequences.${act}`, { amount: formatMoney(refundFen) })}</p>
          {proof === 'act' && (
            <Alert type="warning" title={t('afterSales.wantsProof', { amount: formatMoney(allowance.confirmAboveFen) })} />
          )}
          {proof === 'day' && <Alert type="warning" title={t('afterSales.overDay')} />}
        </>
      ),
      okText: t(`afterSales.acts.${act}`),
      onOk: () => decide.mutate({ caseId, version, agree: true, reason: '' }),
    })
  return (
    <Button type="primary" loading={decide.isPending} onClick={ask}>
      {t(`afterSales.acts.${act}`)}
    </Button>
  )
}

function proofWanted({ confirmAboveFen, perDayFen, usedTodayFen }: Allowance, amountFen: number): 'act' | 'day' | null {
  if (amountFen > confirmAboveFen) return 'act'
  return perDayFen !== null && usedTodayFen + amountFen > perDayFen ? 'day' : null
}

function RefuseButton({ page: { caseId, version } }: { page: CasePage }) {
  const { t } = useTranslation()
  const decide = useDecide()
  return (
    <ConfirmWithReason
      title={t('afterSales.refuseTitle')}
      hint={t('afterSales.refuseHint')}
      okText={t('afterSales.refuse')}
      isDanger
      suggestions={(['sent', 'agreed', 'used', 'amount'] as const).map((each) => t(`afterSales.refuseReasons.${each}`))}
      onConfirm={(reason) => decide.mutateAsync({ caseId, version, agree: false, reason })}
    >
      {(open) => (
        <Button danger loading={decide.isPending} onClick={open}>
          {t('afterSales.refuse')}
        </Button>
      )}
    </ConfirmWithReason>
  )
}
