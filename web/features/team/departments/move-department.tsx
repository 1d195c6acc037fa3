import { App, Form } from 'antd'
import { useTranslation } from 'react-i18next'
import { FormDialog } from '#web/shared/form-dialog.tsx'
import { usePreviewedAct } from '../grants/use-previewed-act.tsx'
import { DepartmentSelect } from './department-select.tsx'
import { isInside } from './tree.ts'
import { useDepartments } from './use-departments.ts'

type MoveDepartmentProps = { departmentId: string; parentId: string | null; onClose: () => void }

/** Hangs a department with everything below it somewhere else; `parentId` is where it was dropped, or where it is. */
export function MoveDepartment({ departmentId, parentId, onClose }: MoveDepartmentProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const { rows, byId, unassignedCount } = useDepartments()
  const department = byId(departmentId)
  const move = usePreviewedAct('team.moveDepartment', () => {
    void message.success(t('departments.moved'))
    onClose()
  })
  if (!department) return null
  return (
    <>
      <FormDialog<{ parentId?: string | null }>
        open
        title={t('departments.moveTitle', { name: department.name })}
        okText={t('departments.move')}
        onClose={onClose}
        isBusy={move.isPending}
        initialValues={{ parentId }}
        onSubmit={(fields) => move.ask({ departmentId, version: department.version, parentId: fields.parentId ?? null })}
      >
        <Form.Item name="parentId" label={t('departments.newParent')} extra={t('departments.moveHint')}>
          <DepartmentSelect
            placeholder={t('departments.toTop')}
            isRequired={unassignedCount === null}
            isOpen={(node) => node.isManaged && !isInside(rows, node.departmentId, departmentId)}
          />
        </Form.Item>
      </FormDialog>
      {move.dialog}
    </>
  )
}
