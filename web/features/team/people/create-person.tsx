import { Alert, Button, DatePicker, Flex, Form, Input, Switch, Typography } from 'antd'
import dayjs from 'dayjs'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMayCall, useMe } from '#web/app/session.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import { DepartmentSelect } from '../departments/department-select.tsx'
import { useDepartments } from '../departments/use-departments.ts'
import type { GrantDraft } from '../grants/draft.ts'
import { GrantEditor } from '../grants/grant-editor.tsx'
import { PasswordField } from './password-field.tsx'

const TEMPORARY_MAX_DAYS = 30
type Fields = {
  subName: string
  name: string
  password: string
  departmentId?: string | null
  isTemporary?: boolean
  endsOn?: dayjs.Dayjs
  grants?: GrantDraft[]
}
type Created = { login: string; password: string }
type CreatePersonProps = { open: boolean; departmentId: string | null; onClose: () => void }

/** A new sub-account with its grants; afterwards the login and password to hand over, shown once. */
export function CreatePerson({ open, departmentId, onClose }: CreatePersonProps) {
  const { t } = useTranslation()
  const [created, setCreated] = useState<Created | null>(null)
  const create = useCommand('team.createStaff', {
    onDone: ({ login }, { password }) => setCreated({ login, password }),
  })
  const close = () => {
    setCreated(null)
    onClose()
  }
  const send = ({ isTemporary, endsOn, grants = [], departmentId: chosen, ...fields }: Fields) =>
    create.mutate({
      ...fields,
      grants,
      departmentId: chosen ?? null,
      endsAt: isTemporary && endsOn ? endOf(endsOn) : null,
    })
  return (
    <FormDialog<Fields>
      open={open}
      title={t('people.createTitle')}
      okText={t('people.createOk')}
      onClose={close}
      onSubmit={send}
      isBusy={create.isPending}
      width={620}
      initialValues={{ grants: [], departmentId, endsOn: dayjs().add(TEMPORARY_MAX_DAYS - 1, 'day') }}
      {...(created && {
        footer: (
          <Button type="primary" onClick={close}>
            {t('people.handedOver')}
          </Button>
        ),
      })}
    >
      {created ? <HandOver created={created} /> : <PersonFields />}
    </FormDialog>
  )
}

/** The whole last day counts, as long as the account stays within the longest life. */
function endOf(day: dayjs.Dayjs): string {
  const latest = dayjs().add(TEMPORARY_MAX_DAYS, 'day').subtract(1, 'minute')
  const end = day.endOf('day')
  return (end.isAfter(latest) ? latest : end).toISOString()
}

function PersonFields() {
  const { t } = useTranslation()
  const me = useMe()
  const mayCall = useMayCall()
  const rules = useRequired()
  const form = Form.useFormInstance<Fields>()
  const departmentId = Form.useWatch('departmentId', form) ?? null
  const main = me.login.split(/[:：]/)[0]
  return (
    <>
      <div className="form-columns">
        <Form.Item name="name" label={t('people.name')} rules={rules}>
          <Input autoFocus maxLength={200} placeholder={t('people.namePlaceholder')} />
        </Form.Item>
        <DepartmentField />
      </div>
      <Form.Item name="subName" label={t('people.subName')} rules={rules} extra={t('people.subNameHint')}>
        <Input prefix={<span className="faint">{main}:</span>} maxLength={28} />
      </Form.Item>
      <PasswordField name="password" label={t('people.firstPassword')} />
      <TemporaryFields />
      {mayCall('team.setGrants') && (
        <Form.Item name="grants" label={t('grants.title')} extra={t('grants.pairsHint')}>
          <GrantEditor subject={{ departmentId }} />
        </Form.Item>
      )}
    </>
  )
}

function DepartmentField() {
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

function TemporaryFields() {
  const { t } = useTranslation()
  const form = Form.useFormInstance<Fields>()
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

function HandOver({ created }: { created: Created }) {
  const { t } = useTranslation()
  const line = (label: string, text: string) => (
    <Typography.Text>
      {label}：
      <Typography.Text copyable strong>
        {text}
      </Typography.Text>
    </Typography.Text>
  )
  return (
    <Flex vertical gap={12}>
      <Alert type="success" showIcon title={t('people.created')} description={t('people.createdHint')} />
      {line(t('people.login'), created.login)}
      {line(t('people.firstPassword'), created.password)}
    </Flex>
  )
}
