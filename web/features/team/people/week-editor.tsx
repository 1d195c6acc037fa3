import { CloseOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Switch, TimePicker } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { type DayHours, officeWeek, spanAfter, WEEKDAYS, type Week } from './work-hours.ts'

type WeekEditorProps = { value?: Week | null; onChange?: (week: Week | null) => void; disabled?: boolean; id?: string }
const asTime = (text: string) => dayjs(`2000-01-01T${text}`)

/** Working hours day by day, a split day with several spans; switched off as a whole where somebody has none. */
export function WeekEditor({ value = null, onChange, disabled = false, id }: WeekEditorProps) {
  const { t } = useTranslation()
  const put = (place: number, spans: DayHours[]) =>
    onChange?.((value ?? officeWeek).map((day, at) => (at === place ? spans : day)))
  return (
    <div className="week">
      <Switch
        {...(id && { id })}
        checked={value !== null}
        disabled={disabled}
        aria-label={t('people.setWorkHours')}
        onChange={(isOn) => onChange?.(isOn ? officeWeek : null)}
      />
      {value?.map((spans, place) => {
        const day = t(`people.weekdays.${WEEKDAYS[place] ?? 'mon'}`)
        return (
          <div key={WEEKDAYS[place]} className="week-day" data-off={spans.length === 0}>
            <Switch
              size="small"
              checked={spans.length > 0}
              disabled={disabled}
              aria-label={day}
              onChange={(isOn) => put(place, isOn ? neighbourOf(value, place) : [])}
            />
            <span>{day}</span>
            {spans.length > 0 ? (
              <DaySpans day={day} spans={spans} disabled={disabled} onChange={(next) => put(place, next)} />
            ) : (
              <span className="faint">{t('people.dayOff')}</span>
            )}
          </div>
        )
      })}
    </div>
  )
}

/** A day that is switched on begins with the hours of the day before it. */
function neighbourOf(week: Week, place: number): DayHours[] {
  return week.slice(0, place).findLast((spans) => spans.length > 0) ?? officeWeek[0] ?? []
}

type DaySpansProps = { day: string; spans: DayHours[]; disabled: boolean; onChange: (spans: DayHours[]) => void }
function DaySpans({ day, spans, disabled, onChange }: DaySpansProps) {
  const { t } = useTranslation()
  const following = spanAfter(spans)
  return (
    <span className="week-spans">
      {spans.map((hours, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a span is its place in the day
        <span key={at} className="week-times">
          <DayTimes
            hours={hours}
            disabled={disabled}
            onChange={(next) => onChange(spans.map((each, place) => (place === at ? next : each)))}
          />
          {spans.length > 1 && !disabled && (
            <Button
              type="text"
              size="small"
              icon={<CloseOutlined />}
              aria-label={`${day} ${t('people.removeSpan')}`}
              onClick={() => onChange(spans.filter((_, place) => place !== at))}
            />
          )}
        </span>
      ))}
      {following && !disabled && (
        <Button
          type="text"
          size="small"
          icon={<PlusOutlined />}
          aria-label={`${day} ${t('people.addSpan')}`}
          title={t('people.addSpan')}
          onClick={() => onChange([...spans, following])}
        />
      )}
    </span>
  )
}

type DayTimesProps = { hours: DayHours; disabled: boolean; onChange: (hours: DayHours) => void }
function DayTimes({ hours, disabled, onChange }: DayTimesProps) {
  const { t } = useTranslation()
  const field = (end: 'from' | 'to') => (
    <TimePicker
      size="small"
      format="HH:mm"
      minuteStep={5}
      allowClear={false}
      needConfirm={false}
      disabled={disabled}
      aria-label={t(`people.${end}`)}
      value={asTime(hours[end])}
      onChange={(time) => time && onChange({ ...hours, [end]: time.format('HH:mm') })}
      style={{ width: 92 }}
    />
  )
  return (
    <>
      {field('from')} – {field('to')} {hours.to <= hours.from && <small className="faint">{t('people.nextDay')}</small>}
    </>
  )
}
