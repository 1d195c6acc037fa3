import { App, Button, DatePicker, Form, Select, Switch } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'
import { useCommand } from '#web/shared/use-operation.ts'
import { WeekEditor } from './week-editor.tsx'
import { hoursInWords, hoursOf, type Week, weekOf } from './work-hours.ts'

type Fields = { takesChats: boolean; week: Week | null; zone?: string; endsOn?: dayjs.Dayjs }
const ZONE = 'Asia/Shanghai'
const LONGEST_DAYS = 30

/** Chat duty, working hours, and the end of a temporary account. */
export function DetailsForm({ row, mayChange }: { row: StaffRow; mayChange: boolean }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const save = useCommand('team.setStaffDetails', { onDone: () => void message.success(t('shared.saved')) })
  const send = ({ takesChats, week, zone = ZONE, endsOn }: Fields) =>
    save.mutate({
      accountId: row.accountId,
      version: row.version,
      takesChats,
      workHours: week && hoursOf(week, zone),
      endsAt: row.endsAt === null ? null : endOf(endsOn, row),
    })
  return (
    <Form<Fields> layout="vertical" disabled={!mayChange} initialValues={fieldsOf(row)} onFinish={send}>
      <Form.Item name="takesChats" label={t('people.takesChats')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <Form.Item name="week" label={<HoursLabel />} extra={t('people.workHoursHint')}>
        <WeekEditor disabled={!mayChange} />
      </Form.Item>
      <ZoneField />
      {row.endsAt !== null && (
        <Form.Item name="endsOn" label={t('people.endsAt')} extra={t('people.temporaryHint')}>
          <DatePicker minDate={dayjs()} maxDate={dayjs(row.createdAt).add(LONGEST_DAYS, 'day')} allowClear={false} />
        </Form.Item>
      )}
      {mayChange && (
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {t('people.saveDetails')}
        </Button>
      )}
    </Form>
  )
}

/** The hours in words, as they are being chosen. */
function HoursLabel() {
  const { t } = useTranslation()
  const week = Form.useWatch<Week | null>('week', Form.useFormInstance())
  const hours = week ? hoursOf(week, ZONE) : null
  return (
    <span>
      {t('people.workHours')} <span className="faint">{hours ? hoursInWords(t, hours) : t('people.noWorkHours')}</span>
    </span>
  )
}

/** By whose clock the hours are meant; asked only where there are hours. */
function ZoneField() {
  const { t } = useTranslation()
  const week = Form.useWatch<Week | null>('week', Form.useFormInstance())
  if (!week) return null
  return (
    <Form.Item name="zone" label={t('people.zone')}>
      <Select
        aria-label={t('people.zone')}
        style={{ maxWidth: 320 }}
        showSearch={{ optionFilterProp: 'label' }}
        options={zoneChoices()}
      />
    </Form.Item>
  )
}

const zoneChoices = () => {
  const known = Intl.supportedValuesOf('timeZone')
  return [ZONE, ...known.filter((zone) => zone !== ZONE)].map((value) => ({ value, label: `${value} · ${offsetOf(value)}` }))
}
const offsetOf = (zone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' })
    .formatToParts()
    .find(({ type }) => type === 'timeZoneName')?.value ?? ''

const fieldsOf = ({ takesChats, workHours, endsAt }: StaffRow): Fields => ({
  takesChats,
  week: workHours && weekOf(workHours),
  zone: workHours?.zone ?? ZONE,
  ...(endsAt && { endsOn: dayjs(endsAt) }),
})

/** An end that was not touched stays to the second; a chosen day counts whole, within the longest life. */
function endOf(day: dayjs.Dayjs | undefined, { endsAt, createdAt }: StaffRow): string | null {
  if (!day || dayjs(endsAt).isSame(day, 'day')) return endsAt
  const latest = dayjs(createdAt).add(LONGEST_DAYS, 'day')
  return (day.endOf('day').isAfter(latest) ? latest : day.endOf('day')).toISOString()
}
