import { App, Button } from 'antd'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'
import { BulkBar } from '#web/shared/bulk-bar.tsx'
import { ConfirmWithReason } from '#web/shared/confirm-with-reason.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import type { Selection } from '#web/shared/use-selection.ts'
import { MovePeople } from './move-people.tsx'
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
      <MovePeople accountIds={accountIds} onDone={selection.clear} />
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

type ActProps = { accountIds: string[]; nameOf: (id: string) => string; onDone: () => void }

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
