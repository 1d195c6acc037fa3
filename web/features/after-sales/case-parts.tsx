import { ClockCircleOutlined } from '@ant-design/icons'
import { Tag, Tooltip } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { CaseDecision, CaseRow } from '#contract/after-sales.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { exactMoment } from '#web/shared/moment.tsx'
import '#web/features/orders/orders.css'

/** Blue = the shop has to act, amber = others do, green = good, grey = nothing to do any more. */
const STATE_COLORS: Record<CaseRow['state'], string> = {
  waiting_for_merchant: 'processing',
  goods_returning: 'processing',
  waiting_for_buyer: 'warning',
  refunding: 'warning',
  refunded: 'success',
  done: 'success',
  refused: 'default',
  closed: 'default',
}
export function CaseStateTag({ state }: { state: CaseRow['state'] }) {
  const { t } = useTranslation()
  return <Tag color={STATE_COLORS[state]}>{t(`afterSales.states.${state}`)}</Tag>
}

const DECISION_COLORS: Record<CaseDecision['state'], string> = {
  waiting: 'processing',
  told: 'success',
  failed: 'warning',
  needs_person: 'error',
  overtaken: 'warning',
}
export function DecisionTag({ decision }: { decision: CaseDecision }) {
  const { t } = useTranslation()
  const { agree, state, byName } = decision
  return (
    <div>
      {t(agree ? 'afterSales.agreed' : 'afterSales.refused')}{' '}
      <Tag color={DECISION_COLORS[state]}>{t(`afterSales.decisions.${state}`)}</Tag>
      <div className="cell-sub">{byName}</div>
    </div>
  )
}

const SOON_HOURS = 24
/** Above it days are counted. */
const MOST_HOURS = 48

/** How long somebody still has: red when passed, amber below a day. */
export function Due({ at, isOpen }: { at: string | null; isOpen: boolean }) {
  const { t } = useTranslation()
  useLanguage()
  if (at === null) return <span className="faint">{isOpen ? t('afterSales.noDue') : '—'}</span>
  const moment = dayjs(at)
  const hours = moment.diff(dayjs(), 'hour', true)
  const tone = hours < 0 ? 'late' : hours < SOON_HOURS ? 'soon' : 'calm'
  const minutes = Math.abs(moment.diff(dayjs(), 'minute'))
  const time =
    minutes < MOST_HOURS * 60
      ? t('afterSales.hours', { h: Math.floor(minutes / 60), m: minutes % 60 })
      : t('afterSales.days', { d: Math.floor(minutes / 1440), h: Math.floor((minutes % 1440) / 60) })
  return (
    <Tooltip title={`${t('afterSales.due')} ${exactMoment(at)}`}>
      <span className="deadline" data-tone={tone}>
        <ClockCircleOutlined /> {t(hours < 0 ? 'afterSales.overdue' : 'afterSales.dueIn', { time })}
      </span>
    </Tooltip>
  )
}

export const isOpenCase = ({ state }: Pick<CaseRow, 'state'>): boolean =>
  state === 'waiting_for_merchant' || state === 'goods_returning' || state === 'waiting_for_buyer'
