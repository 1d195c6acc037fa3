import { useTranslation } from 'react-i18next'
import type { CaseEvent } from '#contract/after-sales.ts'
import { Moment } from '#web/shared/moment.tsx'
import { formatMoney, Money } from '#web/shared/money.tsx'
import { useRoleName } from './use-role-name.ts'

export function eventColor(event: CaseEvent): string {
  if (event.what === 'news') return 'gray'
  if (event.state === 'needs_person') return 'red'
  return event.agree ? 'green' : 'orange'
}

/** One thing the platform said, or one thing we decided and why it was allowed. */
export function CaseEventLine({ event }: { event: CaseEvent }) {
  const { t } = useTranslation()
  if (event.what === 'decision') return <DecisionLine event={event} />
  return (
    <>
      <div>{t('afterSales.platformSaid', { state: t(`afterSales.states.${event.state}`) })}</div>
      <div className="cell-sub">
        <Moment at={event.at} exact />
        <Money fen={event.refundFen} />
        {event.returnWaybillNumber && <span>{event.returnWaybillNumber}</span>}
      </div>
    </>
  )
}

function DecisionLine({ event }: { event: Extract<CaseEvent, { what: 'decision' }> }) {
  const { t } = useTranslation()
  const roleName = useRoleName()
  const { byName: name, agree, state, reason, problem, roles, chargedFen, limitActFen, limitDayFen, isConfirmed } = event
  const limits = [
    ...(limitActFen === null ? [] : [t('afterSales.limitAct', { amount: formatMoney(limitActFen) })]),
    ...(limitDayFen === null ? [] : [`${formatMoney(limitDayFen)} / ${t('afterSales.perDay')}`]),
  ].join(t('afterSales.and'))
  return (
    <>
      <div>
        {t('afterSales.decided', {
          name,
          what: t(agree ? 'afterSales.agreed' : 'afterSales.refused'),
          state: t(`afterSales.decisions.${state}`),
        })}
      </div>
      {reason && <div>“{reason}”</div>}
      {problem && <div className="warn">{problem}</div>}
      <div className="cell-sub">
        <Moment at={event.at} exact />
        {roles.length > 0 && <span>{t('afterSales.byRoles', { roles: roles.map(roleName).join(t('afterSales.and')) })}</span>}
        {chargedFen > 0 && <span>{t('afterSales.charged', { amount: formatMoney(chargedFen) })}</span>}
        {limits && <span>{t('afterSales.underLimits', { limits })}</span>}
        {isConfirmed && <span>{t('afterSales.confirmed')}</span>}
      </div>
    </>
  )
}
