import type { DepartmentView } from '#contract/team-structure.ts'
import { useMayCall } from '#web/app/session.ts'
import { CreateDepartment, EditDepartment } from './department-forms.tsx'
import { DepartmentGrants } from './department-grants.tsx'
import { MoveDepartment } from './move-department.tsx'
import { SupervisorsDialog } from './supervisors-dialog.tsx'

export type Dialog = 'create' | 'edit' | 'move' | 'supervisors' | 'grants'
type DialogProps = { department: DepartmentView; dialog: Dialog; onClose: () => void }
/** Whatever is being done with the chosen department. */
export function DepartmentDialog({ department, dialog, onClose }: DialogProps) {
  const mayCall = useMayCall()
  const { departmentId, parentId, isManaged } = department
  const mayEdit = isManaged && mayCall('team.setDepartmentGrants')
  return (
    <>
      {dialog === 'create' && <CreateDepartment parent={department} onClose={onClose} />}
      {dialog === 'edit' && <EditDepartment department={department} onClose={onClose} />}
      {dialog === 'move' && <MoveDepartment departmentId={departmentId} parentId={parentId} onClose={onClose} />}
      {dialog === 'supervisors' && <SupervisorsDialog department={department} onClose={onClose} />}
      {dialog === 'grants' && <DepartmentGrants department={department} mayEdit={mayEdit} onClose={onClose} />}
    </>
  )
}
