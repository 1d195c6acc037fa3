import { App, Button, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMayCall } from '#web/app/session.ts'
import { FormDialog } from '#web/shared/form-dialog.tsx'
import { DepartmentSelect } from '../departments/department-select.tsx'
import { useDepartments } from '../departments/use-departments.ts'
import { usePreviewedAct } from '../grants/use-previewed-act.tsx'

type MovePeopleProps = { accountIds: string[]; onDone: () => void; size?: 'small' }

/** Into another department: what they gain and lose there is shown first. */
export function MovePeople({ accountIds, onDone, size }: MovePeopleProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const mayCall = useMayCall()
  const [isOpen, setOpen] = useState(false)
  const { rows, unassignedCount } = useDepartments()
  const move = usePreviewedAct('team.moveStaff', () => {
    void message.success(t('people.moved'))
    setOpen(false)
    onDone()
  })
  if (!mayCall('team.moveStaff') || rows.length === 0) return null
  return (
    <>
      <Button {...(size && { size })} onClick={() => setOpen(true)}>
        {t('people.move')}
      </Button>
      <FormDialog<{ departmentId?: string | null }>
        open={isOpen}
        title={t('people.moveTitle', { n: accountIds.length })}
        okText={t('people.move')}
        onClose={() => setOpen(false)}
        isBusy={move.isPending}
        onSubmit={({ departmentId }) => move.ask({ accountIds, departmentId: departmentId ?? null })}
      >
        <Form.Item name="departmentId" label={t('people.department')} extra={t('people.moveHint')}>
          <DepartmentSelect
            placeholder={t('people.noDepartment')}
            isRequired={unassignedCount === null}
            isOpen={({ isManaged }) => isManaged}
          />
        </Form.Item>
      </FormDialog>
      {move.dialog}
    </>
  )
}
