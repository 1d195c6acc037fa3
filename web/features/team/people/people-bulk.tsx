import { App, Button, Form } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'
import { useMayCall } from '#web/app/session.ts'
import { BulkBar } from '#web/shared/bulk-bar.tsx'
import { ConfirmWithReason } from '#web/shared/confirm-with-reason.tsx'
import { FormDialog } from '#web/shared/form-dialog.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import type { Selection } from '#web/shared/use-selection.ts'
import { DepartmentSelect } from '../departments/department-select.tsx'
import { useDepartments } from '../departments/use-departments.ts'
import { RemovalMeaning } from './removal-meaning.tsx'

type PeopleBulkProps = { selection: Selection; rows: readonly StaffRow[] }

/** What can be done with several people at once. */
export function PeopleBulk({ selection, rows }: PeopleBulkProps) {
  const { t } = useTranslation()
  const nameOf = (id: string) => rows.find((row) => row.accountId === id)?.name ?? id.slice(0, 8)
  const act = { nameOf, onDone: selection.clear }
  const accountIds = selection.keys
  const freeze = useBulkCommand('team.freezeStaff', { title: t('people.freeze'), ...act })
  const unfreeze = useBulkCommand('team.unfreezeStaff', { title: t('people.unfreeze'), ...act })
  const penalty = useBulkCommand('team.penaltyFreezeStaff', { title: t('people.penaltyFreeze'), ...act })
  const reasons = (['abuse', 'fraud', 'absence'] as const).map((reason) => t(`people.penaltyReasons.${reason}`))
  return (
    <BulkBar count={accountIds.length} onClear={selection.clear}>
      <MoveSeveral accountIds={accountIds} {...act} />
      <Button loading={unfreeze.isPending} onClick={() => unfreeze.run({ accountIds })}>
        {t('people.unfreeze')}
      </Button>
      <Button danger loading={freeze.isPending} onClick={() => freeze.run({ accountIds })}>
        {t('people.freeze')}
      </Button>
      <ConfirmWithReason
        title={t('people.penaltyFreeze')}
        hint={t('people.penaltyHint')}
        okText={t('people.penaltyFreeze')}
        isDanger
        suggestions={reasons}
        onConfirm={(reason) => penalty.runAsync({ accountIds, reason })}
      >
        {(open) => (
          <Button danger onClick={open}>
            {t('people.penaltyFreeze')}
          </Button>
        )}
      </ConfirmWithReason>
      <RemoveSeveral accountIds={accountIds} {...act} />
    </BulkBar>
  )
}

type ActProps = { accountIds: string[]; nameOf: (id: string) => string; onDone: () => void; size?: 'small' }

export function MoveSeveral({ accountIds, nameOf, onDone, size }: ActProps) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const [isOpen, setOpen] = useState(false)
  const { rows } = useDepartments()
  const done = () => {
    setOpen(false)
    onDone()
  }
  const move = useBulkCommand('team.moveStaff', { title: t('people.move'), nameOf, onDone: done })
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
        onSubmit={({ departmentId }) => move.run({ accountIds, departmentId: departmentId ?? null })}
      >
        <Form.Item name="departmentId" label={t('people.department')} extra={t('people.moveHint')}>
          <DepartmentSelect placeholder={t('people.noDepartment')} isOpen={({ isManaged }) => isManaged} />
        </Form.Item>
      </FormDialog>
    </>
  )
}

export function RemoveSeveral({ accountIds, nameOf, onDone }: ActProps) {
  const { t } = useTranslation()
  const { modal } = App.useApp()
  const remove = useBulkCommand('team.removeStaff', { title: t('people.removeStaff'), nameOf, onDone })
  const ask = () =>
    void modal.confirm({
      title: t('people.removeTitle', { n: accountIds.length }),
      content: <RemovalMeaning names={accountIds.map(nameOf)} />,
      okText: t('people.removeStaff'),
      okButtonProps: { danger: true },
      width: 460,
      onOk: () => remove.runAsync({ accountIds }),
    })
  return (
    <Button danger type="primary" loading={remove.isPending} onClick={ask}>
      {t('people.removeStaff')}
    </Button>
  )
}
