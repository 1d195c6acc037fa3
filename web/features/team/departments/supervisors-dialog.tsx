import { App, Form } from 'antd'
import { useTranslation } from 'react-i18next'
import type { DepartmentView } from '#contract/team-structure.ts'
import { FormDialog } from '#web/shared/form-dialog.tsx'
import { usePreviewedAct } from '../grants/use-previewed-act.tsx'
import { type Choice, PeopleSelect } from '../people/people-select.tsx'

/** Who runs a department. */
export function SupervisorsDialog({ department, onClose }: { department: DepartmentView; onClose: () => void }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { departmentId, version, supervisors } = department
  const set = usePreviewedAct('team.setSupervisors', () => {
    void message.success(t('departments.supervisorsSaved'))
    onClose()
  })
  return (
    <>
      <FormDialog<{ people: Choice[] }>
        open
        title={`${department.name} · ${t('departments.setSupervisors')}`}
        onClose={onClose}
        isBusy={set.isPending}
        initialValues={{ people: supervisors }}
        onSubmit={({ people }) => set.ask({ departmentId, version, accountIds: people.map(({ accountId }) => accountId) })}
      >
        <Form.Item name="people" label={t('departments.supervisors')} extra={t('departments.supervisorsHint')}>
          <PeopleSelect maxCount={20} />
        </Form.Item>
      </FormDialog>
      {set.dialog}
    </>
  )
}
