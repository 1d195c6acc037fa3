import { Switch, TimePicker } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { type DayHours, officeWeek, WEEKDAYS, type Week } from './work-hours.ts'

type WeekEditorProps = { value?: Week | null; onChange?: (week: Week | null) => void; disabled?: boolean; id?: string }
const asTime = (text: string) => dayjs(`2000-01-01T${text}`)

/** Working hours day by day; switched off as a whole where somebody has none. */
export function WeekEditor({ value = null, onChange, disabled = false, id }: WeekEditorProps) {
  const { t } = useTranslation()
  const put = (place: number, hours: DayHours | null) =>
    onChange?.((value ?? officeWeek).map((day, at) => (at === place ? hours : day)))
  return (
    <div className="week">
      <Switch
        {...(id && { id })}
        checked={value !== null}
        disabled={disabled}
        aria-label={t('people.setWorkHours')}
        onChange={(isOn) => onChange?.(isOn ? officeWeek : null)}
      />
      {value?.map((hours, place) => {
        const day = t(`people.weekdays.${WEEKDAYS[place] ?? 'mon'}`)
        return (
          <div key={WEEKDAYS[place]} className="week-day" data-off={hours === null}>
            <Switch
              size="small"
              checked={hours !== null}
              disabled={disabled}
              aria-label={day}
              onChange={(isOn) => put(place, isOn ? neighbourOf(value, place) : null)}
            />
            <span>{day}</span>
            {hours ? (
              <DayTimes hours={hours} disabled={disabled} onChange={(next) => put(place, next)} />
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
function neighbourOf(week: Week, place: number): DayHours {
  const before = week.slice(0, place).findLast((hours) => hours !== null)
  return before ?? officeWeek[0] ?? { from: '09:00', to: '18:00' }
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
    <span className="week-times">
      {field('from')} – {field('to')} {hours.to <= hours.from && <small className="faint">{t('people.nextDay')}</small>}
    </span>
  )
}
