import { App, Button, Checkbox, DatePicker, Flex, Form, Switch, TimePicker } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'
import { useCommand } from '#web/shared/use-operation.ts'
import { hoursInWords, WEEKDAYS } from './work-hours.ts'

type Fields = {
  takesChats: boolean
  hasHours: boolean
  days: number[]
  from: dayjs.Dayjs
  to: dayjs.Dayjs
  endsOn?: dayjs.Dayjs
}
const ZONE = 'Asia/Shanghai'
const time = (text: string) => dayjs(`2000-01-01T${text}`)

/** Chat duty, working hours, and the end of a temporary account. */
export function DetailsForm({ row, mayChange }: { row: StaffRow; mayChange: boolean }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const save = useCommand('team.setStaffDetails', { onDone: () => void message.success(t('shared.saved')) })
  const send = ({ takesChats, hasHours, days, from, to, endsOn }: Fields) =>
    save.mutate({
      accountId: row.accountId,
      version: row.version,
      takesChats,
      workHours:
        hasHours && days.length > 0
          ? { days, from: from.format('HH:mm'), to: to.format('HH:mm'), zone: row.workHours?.zone ?? ZONE }
          : null,
      endsAt: row.endsAt === null ? null : endOf(endsOn, row),
    })
  return (
    <Form<Fields> layout="vertical" disabled={!mayChange} initialValues={fieldsOf(row)} onFinish={send}>
      <Form.Item name="takesChats" label={t('people.takesChats')} valuePropName="checked">
        <Switch />
      </Form.Item>
      <HoursFields />
      {row.endsAt !== null && (
        <Form.Item name="endsOn" label={t('people.endsAt')} extra={t('people.temporaryHint')}>
          <DatePicker minDate={dayjs()} maxDate={dayjs(row.createdAt).add(30, 'day')} allowClear={false} />
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

const fieldsOf = ({ takesChats, workHours, endsAt }: StaffRow): Fields => ({
  takesChats,
  hasHours: workHours !== null,
  days: workHours?.days ?? [1, 2, 3, 4, 5],
  from: time(workHours?.from ?? '09:00'),
  to: time(workHours?.to ?? '18:00'),
  ...(endsAt && { endsOn: dayjs(endsAt) }),
})

/** An end that was not touched stays to the second; a chosen day counts whole, within the longest life. */
function endOf(day: dayjs.Dayjs | undefined, { endsAt, createdAt }: StaffRow): string | null {
  if (!day || dayjs(endsAt).isSame(day, 'day')) return endsAt
  const latest = dayjs(createdAt).add(30, 'day')
  return (day.endOf('day').isAfter(latest) ? latest : day.endOf('day')).toISOString()
}

function HoursFields() {
  const { t } = useTranslation()
  const form = Form.useFormInstance<Fields>()
  const hours = Form.useWatch([], form) as Fields | undefined
  const hasHours = Form.useWatch('hasHours', form) ?? false
  return (
    <Form.Item label={t('people.workHours')} extra={t('people.workHoursHint')}>
      <Flex vertical gap={10}>
        <Flex gap={10} align="center">
          <Form.Item name="hasHours" valuePropName="checked" noStyle>
            <Switch aria-label={t('people.setWorkHours')} />
          </Form.Item>
          {hasHours && hours?.from && hours.to ? (
            <span>{hoursInWords(t, { days: hours.days, from: hours.from.format('HH:mm'), to: hours.to.format('HH:mm') })}</span>
          ) : (
            <span className="faint">{t('people.noWorkHours')}</span>
          )}
        </Flex>
        <Form.Item name="days" noStyle hidden={!hasHours}>
          <Checkbox.Group options={WEEKDAYS.map((day, place) => ({ value: place + 1, label: t(`people.weekdays.${day}`) }))} />
        </Form.Item>
        <Flex gap={8} align="center" {...(!hasHours && { style: { display: 'none' } })}>
          <Form.Item name="from" noStyle>
            <TimePicker format="HH:mm" minuteStep={5} allowClear={false} aria-label={t('people.from')} />
          </Form.Item>
          –
          <Form.Item name="to" noStyle>
            <TimePicker format="HH:mm" minuteStep={5} allowClear={false} aria-label={t('people.to')} />
          </Form.Item>
        </Flex>
      </Flex>
    </Form.Item>
  )
}
