import { App, Form, InputNumber, Switch } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OutputOf } from '#web/shared/api.ts'
import { FormDialog } from '#web/shared/form-dialog.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'

type Settings = OutputOf<'team.readInvitationSettings'>
type Fields = { requiresRealName: boolean; lifeHours: number; remindAfterHours: number }

/** Is a real name asked for, how long does an invitation live, when are people reminded. */
export function InvitationSettings({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const known = useOperation('team.readInvitationSettings', {})
  const { message } = App.useApp()
  const save = useCommand('team.saveInvitationSettings', {
    onDone: () => {
      void message.success(t('invitations.settingsSaved'))
      onClose()
    },
  })
  if (!known.data) return null
  const { version } = known.data.settings
  return (
    <FormDialog<Fields>
      open
      title={t('invitations.settings')}
      onClose={onClose}
      onSubmit={(fields) => save.mutate({ ...fields, version })}
      isBusy={save.isPending}
      initialValues={known.data.settings}
    >
      <SettingsFields known={known.data} />
    </FormDialog>
  )
}

function SettingsFields({ known }: { known: Settings }) {
  const { t } = useTranslation()
  const isMissing = known.realNameMissing.length > 0
  const hint = isMissing
    ? t('invitations.notSetUp', { settings: known.realNameMissing.join(', ') })
    : t('invitations.requiresRealNameHint')
  const rules = [{ required: true, message: t('shared.required') }]
  return (
    <>
      <Form.Item name="requiresRealName" label={t('invitations.requiresRealName')} valuePropName="checked" extra={hint}>
        <Switch disabled={isMissing} aria-label={t('invitations.requiresRealName')} />
      </Form.Item>
      <Form.Item name="lifeHours" label={t('invitations.lifeHours')} rules={rules}>
        <InputNumber min={1} max={720} precision={0} />
      </Form.Item>
      <Form.Item name="remindAfterHours" label={t('invitations.remindAfterHours')} rules={rules}>
        <InputNumber min={1} max={720} precision={0} />
      </Form.Item>
    </>
  )
}
