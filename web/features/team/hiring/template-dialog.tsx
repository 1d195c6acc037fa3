import { Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { TemplateView } from '#contract/team-hiring.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import type { GrantDraft } from '../grants/draft.ts'
import { GrantEditor } from '../grants/grant-editor.tsx'
import { DepartmentField } from '../people/newcomer-fields.tsx'

type Fields = { name: string; departmentId?: string | null; grants?: GrantDraft[] }

export function TemplateDialog({ template, onClose }: { template: TemplateView | null; onClose: () => void }) {
  const { t } = useTranslation()
  const save = useCommand('team.saveTemplate', { onDone: onClose })
  return (
    <FormDialog<Fields>
      open
      title={template ? t('hiring.edit') : t('hiring.add')}
      onClose={onClose}
      onSubmit={({ name, departmentId, grants = [] }) =>
        save.mutate({
          ...{ templateId: template?.templateId ?? null, version: template?.version ?? null },
          ...{ name, departmentId: departmentId ?? null, grants },
        })
      }
      isBusy={save.isPending}
      width={620}
      initialValues={template ?? { grants: [] }}
    >
      <TemplateFields />
    </FormDialog>
  )
}

function TemplateFields() {
  const { t } = useTranslation()
  const rules = useRequired()
  const form = Form.useFormInstance<Fields>()
  const departmentId = Form.useWatch('departmentId', form) ?? null
  return (
    <>
      <Form.Item name="name" label={t('hiring.name')} rules={rules}>
        <Input autoFocus maxLength={40} placeholder={t('hiring.namePlaceholder')} />
      </Form.Item>
      <DepartmentField />
      <Form.Item name="grants" label={t('hiring.grants')}>
        <GrantEditor subject={{ departmentId }} />
      </Form.Item>
    </>
  )
}
