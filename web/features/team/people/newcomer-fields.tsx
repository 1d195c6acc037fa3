/** What is asked of everybody new, whether created or invited: the department, and an end for temporary hands. */
import { DatePicker, Flex, Form, Switch } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { DepartmentSelect } from '../departments/department-select.tsx'
import { useDepartments } from '../departments/use-departments.ts'

const TEMPORARY_MAX_DAYS = 30
export type EndFields = { isTemporary?: boolean | undefined; endsOn?: dayjs.Dayjs | undefined }
export const firstEnd = (): EndFields => ({ endsOn: dayjs().add(TEMPORARY_MAX_DAYS - 1, 'day') })

/** The whole last day counts, as long as the account stays within the longest life; null = it is not temporary. */
export function endOf({ isTemporary, endsOn }: EndFields): string | null {
  if (!isTemporary || !endsOn) return null
  const latest = dayjs().add(TEMPORARY_MAX_DAYS, 'day').subtract(1, 'minute')
  const end = endsOn.endOf('day')
  return (end.isAfter(latest) ? latest : end).toISOString()
}

/** Only departments one may put somebody into. */
export function DepartmentField() {
  const { t } = useTranslation()
  const { rows, unassignedCount } = useDepartments()
  if (rows.length === 0) return null
  const isRequired = unassignedCount === null
  return (
    <Form.Item
      name="departmentId"
      label={t('people.department')}
      {...(isRequired && { rules: [{ required: true, message: t('shared.required') }] })}
    >
      <DepartmentSelect isRequired={isRequired} placeholder={t('people.noDepartment')} isOpen={({ isManaged }) => isManaged} />
    </Form.Item>
  )
}

export function TemporaryFields() {
  const { t } = useTranslation()
  const form = Form.useFormInstance<EndFields>()
  const isTemporary = Form.useWatch('isTemporary', form) ?? false
  return (
    <Form.Item label={t('people.isTemporary')} extra={t('people.temporaryHint')}>
      <Flex gap={12} align="center">
        <Form.Item name="isTemporary" valuePropName="checked" noStyle>
          <Switch aria-label={t('people.isTemporary')} />
        </Form.Item>
        <Form.Item name="endsOn" noStyle hidden={!isTemporary}>
          <DatePicker
            minDate={dayjs()}
            maxDate={dayjs().add(TEMPORARY_MAX_DAYS, 'day')}
            allowClear={false}
            aria-label={t('people.endsAt')}
          />
        </Form.Item>
      </Flex>
    </Form.Item>
  )
}
