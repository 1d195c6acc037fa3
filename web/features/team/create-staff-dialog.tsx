import { Alert, Button, Flex, Form, Input, Modal, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay, useMe } from '#web/app/session.ts'
import { useCommand } from '#web/shared/use-operation.ts'
import { type Grant, GrantsEditor } from './grants-editor.tsx'
import { PasswordField } from './password-field.tsx'
import './team.css'

type Fields = { subName: string; name: string; password: string; grants?: Grant[] }
type Created = { login: string; password: string }

/** A new sub-account with its grants; afterwards the login and password to hand over, shown once. */
export function CreateStaffDialog({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const [created, setCreated] = useState<Created | null>(null)
  const [form] = Form.useForm<Fields>()
  const create = useCommand('team.createStaff', {
    onDone: ({ login }, { password }) => setCreated({ login, password }),
  })
  const close = () => {
    setCreated(null)
    onClose()
  }
  return (
    <Modal
      open={open}
      title={t('team.create')}
      onCancel={close}
      onOk={form.submit}
      okText={t('team.createOk')}
      confirmLoading={create.isPending}
      destroyOnHidden
      width={600}
      {...(created && {
        footer: (
          <Button type="primary" onClick={close}>
            {t('team.handedOver')}
          </Button>
        ),
      })}
    >
      {created ? (
        <HandOver created={created} />
      ) : (
        <CreateForm form={form} onFinish={({ grants = [], ...fields }) => create.mutate({ ...fields, grants })} />
      )}
    </Modal>
  )
}

type CreateFormProps = { form: ReturnType<typeof Form.useForm<Fields>>[0]; onFinish: (fields: Fields) => void }

function CreateForm({ form, onFinish }: CreateFormProps) {
  const { t } = useTranslation()
  const me = useMe()
  const may = useMay()
  const main = me.login.split(/[:：]/)[0]
  const rules = [{ required: true, whitespace: true, message: t('shared.required') }]
  return (
    <Form form={form} layout="vertical" preserve={false} onFinish={onFinish} initialValues={{ grants: [] }}>
      <Form.Item name="name" label={t('team.name')} rules={rules}>
        <Input autoFocus maxLength={200} placeholder={t('team.namePlaceholder')} />
      </Form.Item>
      <Form.Item name="subName" label={t('team.subName')} rules={rules} extra={t('team.subNameHint')}>
        <Input prefix={<span className="faint">{main}:</span>} maxLength={28} />
      </Form.Item>
      <PasswordField name="password" label={t('team.firstPassword')} />
      {may('team.grant') && (
        <Form.Item name="grants" label={t('team.grants')} extra={t('team.grantsHint')}>
          <GrantsEditor />
        </Form.Item>
      )}
    </Form>
  )
}

function HandOver({ created }: { created: Created }) {
  const { t } = useTranslation()
  return (
    <Flex vertical gap={12}>
      <Alert type="success" showIcon title={t('team.created')} description={t('team.createdHint')} />
      <Typography.Text>
        {t('team.login')}：
        <Typography.Text copyable strong>
          {created.login}
        </Typography.Text>
      </Typography.Text>
      <Typography.Text>
        {t('team.firstPassword')}：
        <Typography.Text copyable strong>
          {created.password}
        </Typography.Text>
      </Typography.Text>
    </Flex>
  )
}
