import { App, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { DepartmentView } from '#contract/team-structure.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { useCommand } from '#web/shared/use-operation.ts'

type Fields = { name: string; duties?: string }
type CreateProps = { parent: DepartmentView | null; onClose: () => void }

/** A new department, at the top or below `parent`. */
export function CreateDepartment({ parent, onClose }: CreateProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const create = useCommand('team.createDepartment', {
    onDone: () => {
      void message.success(t('departments.created'))
      onClose()
    },
  })
  return (
    <FormDialog<Fields>
      open
      title={parent ? t('departments.createBelowOf', { name: parent.name }) : t('departments.create')}
      okText={t('shared.add')}
      onClose={onClose}
      onSubmit={(fields) => create.mutate({ ...fields, parentId: parent?.departmentId ?? null })}
      isBusy={create.isPending}
    >
      <DepartmentFields />
    </FormDialog>
  )
}

export function EditDepartment({ department, onClose }: { department: DepartmentView; onClose: () => void }) {
  const { t } = useTranslation()
  const edit = useCommand('team.editDepartment', { onDone: onClose })
  const { departmentId, version, name, duties } = department
  return (
    <FormDialog<Fields>
      open
      title={t('departments.edit')}
      onClose={onClose}
      onSubmit={(fields) => edit.mutate({ departmentId, version, name: fields.name, duties: fields.duties ?? '' })}
      isBusy={edit.isPending}
      initialValues={{ name, duties }}
    >
      <DepartmentFields />
    </FormDialog>
  )
}

function DepartmentFields() {
  const { t } = useTranslation()
  const rules = useRequired()
  return (
    <>
      <Form.Item name="name" label={t('departments.name')} rules={rules}>
        <Input autoFocus maxLength={40} />
      </Form.Item>
      <Form.Item name="duties" label={t('departments.duties')} extra={t('departments.dutiesHint')}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </>
  )
}
