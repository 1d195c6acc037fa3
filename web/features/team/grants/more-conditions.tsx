import { DatePicker, Flex, InputNumber, Select, Switch } from 'antd'
import dayjs from 'dayjs'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { GrantDraft, Limits } from './draft.ts'

type MoreConditionsProps = { draft: GrantDraft; onChange: (draft: GrantDraft) => void }
const LIMITS = ['refundPerActFen', 'refundPerDayFen', 'exportsPerDay', 'revealsPerDay'] as const satisfies (keyof Limits)[]

/** From when until when, how much, on shift, from where: what most grants do without. */
export function MoreConditions({ draft, onChange }: MoreConditionsProps) {
  const { t } = useTranslation()
  return (
    <div className="grant-more">
      <Line name={t('grants.time')}>
        <TimeSpan draft={draft} onChange={onChange} />
      </Line>
      {LIMITS.map((limit) => (
        <Line key={limit} name={t(`grants.limit.${limit}`)}>
          <LimitField
            isMoney={limit.endsWith('Fen')}
            label={t(`grants.limit.${limit}`)}
            value={draft.limits[limit]}
            onChange={(value) => onChange({ ...draft, limits: { ...draft.limits, [limit]: value } })}
          />
        </Line>
      ))}
      <Line name={t('grants.onShift')} hint={t('grants.onShiftHint')}>
        <Switch
          checked={draft.onShift}
          aria-label={t('grants.onShift')}
          onChange={(onShift) => onChange({ ...draft, onShift })}
        />
      </Line>
      <Line name={t('grants.ipRanges')} hint={t('grants.ipHint')}>
        <Select
          mode="tags"
          open={false}
          suffixIcon={null}
          maxCount={20}
          tokenSeparators={[',', '，', ' ']}
          aria-label={t('grants.ipRanges')}
          style={{ width: '100%' }}
          value={draft.ipRanges}
          onChange={(ranges: string[]) => onChange({ ...draft, ipRanges: ranges.map((each) => each.trim()).filter(Boolean) })}
        />
      </Line>
    </div>
  )
}

function Line({ name, hint, children }: { name: string; hint?: string; children: ReactNode }) {
  return (
    <>
      <span>{name}</span>
      <div>
        {children}
        {hint ? <small className="faint">{hint}</small> : null}
      </div>
    </>
  )
}

/** Days are chosen whole: the first from its beginning, the last to its end. */
function TimeSpan({ draft, onChange }: MoreConditionsProps) {
  const { t } = useTranslation()
  return (
    <Flex gap={8} wrap>
      <DatePicker
        value={draft.from === null ? null : dayjs(draft.from)}
        placeholder={t('grants.fromNow')}
        onChange={(day) => onChange({ ...draft, from: day?.startOf('day').toISOString() ?? null })}
      />
      <DatePicker
        value={draft.until === null ? null : dayjs(draft.until)}
        placeholder={t('grants.untilWithdrawn')}
        minDate={draft.from === null ? dayjs() : dayjs(draft.from)}
        onChange={(day) => onChange({ ...draft, until: day?.endOf('day').toISOString() ?? null })}
      />
    </Flex>
  )
}

type LimitFieldProps = {
  isMoney: boolean
  label: string
  value: number | null
  onChange: (value: number | null) => void
}
function LimitField({ isMoney, label, value, onChange }: LimitFieldProps) {
  const { t } = useTranslation()
  const unit = isMoney ? 100 : 1
  return (
    <InputNumber
      min={0}
      precision={isMoney ? 2 : 0}
      {...(isMoney && { prefix: '¥' })}
      aria-label={label}
      placeholder={t('grants.noLimit')}
      style={{ width: 160 }}
      value={value === null ? null : value / unit}
      onChange={(typed) => onChange(typeof typed === 'number' ? Math.round(typed * unit) : null)}
    />
  )
}
