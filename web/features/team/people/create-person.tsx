import { Alert, Button, Flex, Form, Input, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMayCall, useMe } from '#web/app/session.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import type { GrantDraft } from '../grants/draft.ts'
import { GrantEditor } from '../grants/grant-editor.tsx'
import { usePreviewedAct } from '../grants/use-previewed-act.tsx'
import { DepartmentField, type EndFields, endOf, firstEnd, TemporaryFields } from './newcomer-fields.tsx'
import { PasswordField } from './password-field.tsx'

type Fields = {
  subName: string
  name: string
  password: string
  departmentId?: string | null
  grants?: GrantDraft[]
} & EndFields
type Created = { login: string; password: string }
type CreatePersonProps = { departmentId: string | null; onClose: () => void }

/** A new sub-account with its grants; afterwards the login and password to hand over, shown once. */
export function CreatePerson({ departmentId, onClose }: CreatePersonProps) {
  const { t } = useTranslation()
  const [created, setCreated] = useState<Created | null>(null)
  const create = usePreviewedAct('team.createStaff', ({ login }, { password }) => setCreated({ login, password }))
  const close = () => {
    setCreated(null)
    onClose()
  }
  const send = ({ isTemporary, endsOn, grants = [], departmentId: chosen, ...fields }: Fields) =>
    create.ask({ ...fields, grants, departmentId: chosen ?? null, endsAt: endOf({ isTemporary, endsOn }) })
  return (
    <>
      <FormDialog<Fields>
        open
        title={t('people.createTitle')}
        okText={t('people.createOk')}
        onClose={close}
        onSubmit={send}
        isBusy={create.isPending}
        width={620}
        initialValues={{ grants: [], departmentId, ...firstEnd() }}
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
      {create.dialog}
    </>
  )
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
