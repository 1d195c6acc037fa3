import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMe } from '#web/app/session.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import type { GrantDraft } from '../grants/draft.ts'
import { GrantEditor } from '../grants/grant-editor.tsx'
import { ColleagueSelect } from '../leaving/colleague-select.tsx'
import { DepartmentField } from '../people/newcomer-fields.tsx'

type Fields = {
  subName: string
  name: string
  responsibleId: string
  departmentId?: string | null
  grants?: GrantDraft[]
}

export function HireAgent({ open, onClose }: { open: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const hire = useCommand('team.hireAgent', { onDone: onClose })
  return (
    <FormDialog<Fields>
      open={open}
      title={t('agents.hire')}
      okText={t('agents.hire')}
      onClose={onClose}
      onSubmit={({ grants = [], departmentId, ...fields }) =>
        hire.mutate({ ...fields, grants, departmentId: departmentId ?? null })
      }
      isBusy={hire.isPending}
      width={620}
      initialValues={{ responsibleId: me.accountId, grants: [] }}
    >
      <AgentFields />
    </FormDialog>
  )
}

function AgentFields() {
  const { t } = useTranslation()
  const rules = useRequired()
  const form = Form.useFormInstance<Fields>()
  const departmentId = Form.useWatch('departmentId', form) ?? null
  return (
    <>
      <div className="form-columns">
        <Form.Item name="name" label={t('agents.name')} rules={rules}>
          <Input autoFocus maxLength={200} placeholder={t('agents.namePlaceholder')} />
        </Form.Item>
        <Form.Item name="subName" label={t('agents.subName')} rules={rules}>
          <Input maxLength={28} />
        </Form.Item>
      </div>
      <div className="form-columns">
        <Form.Item name="responsibleId" label={t('agents.responsible')} rules={rules}>
          <ResponsibleField />
        </Form.Item>
        <DepartmentField />
      </div>
      <Form.Item name="grants" label={t('agents.rights')}>
        <GrantEditor subject={{ departmentId }} />
      </Form.Item>
    </>
  )
}

function ResponsibleField({ value, onChange }: { value?: string; onChange?: (accountId: string | null) => void }) {
  const { t } = useTranslation()
  return (
    <ColleagueSelect
      value={value ?? null}
      width="100%"
      placeholder={t('agents.responsible')}
      onChange={(accountId) => onChange?.(accountId)}
    />
  )
}
