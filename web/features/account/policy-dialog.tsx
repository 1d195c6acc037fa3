import { App, Form, InputNumber, Modal, Select, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import { useCommand } from '#web/shared/use-operation.ts'
import type { Policy } from './policy-page.tsx'

type PolicyDialogProps = { policy: Policy; roles: { value: string; label: string }[]; onClose: () => void }
type Fields = Omit<Policy, 'version'>

export function PolicyDialog({ policy, roles, onClose }: PolicyDialogProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<Fields>()
  const limit = Form.useWatch('sessionLimit', form)
  const save = useCommand('team.saveSignInPolicy', {
    onDone: () => {
      void message.success(t('account.policy.saved'))
      onClose()
    },
  })
  const number = { min: 1, precision: 0, style: { width: 140 } } as const
  const finish = (fields: Fields) =>
    save.mutate({
      role: fields.role,
      needsFactor: fields.needsFactor,
      idleMinutes: fields.idleMinutes ?? null,
      sessionLimit: fields.sessionLimit ?? null,
      atLimit: fields.atLimit ?? 'endOldest',
      lifeHours: fields.lifeHours ?? null,
      version: policy.version,
    })
  return (
    <Modal
      open
      title={policy.version === 0 && policy.role !== '' ? t('account.policy.add') : t('account.policy.edit')}
      okText={t('shared.save')}
      confirmLoading={save.isPending}
      onOk={form.submit}
      onCancel={onClose}
      destroyOnHidden
    >
      <Form form={form} layout="vertical" initialValues={policy} onFinish={finish} className="policy-form">
        <Form.Item name="role" label={t('account.policy.role')}>
          <Select options={roles} disabled={roles.length === 1} showSearch={{ optionFilterProp: 'label' }} />
        </Form.Item>
        <Form.Item
          name="needsFactor"
          label={t('account.policy.needsFactor')}
          valuePropName="checked"
          extra={t('account.policy.needsFactorHint')}
        >
          <Switch />
        </Form.Item>
        <Form.Item name="idleMinutes" label={t('account.policy.idle')} extra={t('account.policy.emptyMinutes')}>
          <InputNumber {...number} max={1440} suffix={t('account.policy.minutes', { n: '' })} />
        </Form.Item>
        <Form.Item name="sessionLimit" label={t('account.policy.limit')} extra={t('account.policy.emptyLimit')}>
          <InputNumber {...number} max={20} />
        </Form.Item>
        {limit ? (
          <Form.Item name="atLimit" label={t('account.policy.atLimit')}>
            <Select
              options={(['endOldest', 'refuse'] as const).map((value) => ({ value, label: t(`account.policy.${value}`) }))}
            />
          </Form.Item>
        ) : null}
        <Form.Item name="lifeHours" label={t('account.policy.life')} extra={t('account.policy.emptyLife')}>
          <InputNumber {...number} max={720} suffix={t('account.policy.hours', { n: '' })} />
        </Form.Item>
      </Form>
    </Modal>
  )
}
