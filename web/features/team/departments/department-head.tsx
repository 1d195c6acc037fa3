import { DownOutlined } from '@ant-design/icons'
import { App, Button, Dropdown, Flex, type MenuProps, Tag, Typography } from 'antd'
import { lazy, Suspense, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { DepartmentView } from '#contract/team-structure.ts'
import { useMayCall } from '#web/app/session.ts'
import { useCommand } from '#web/shared/use-operation.ts'
import type { Dialog } from './department-dialog.tsx'
import { useDepartments } from './use-departments.ts'

const DepartmentDialog = lazy(async () => ({ default: (await import('./department-dialog.tsx')).DepartmentDialog }))

/** The chosen department: what it does, who runs it, what it is granted, and what can be done with it. */
export function DepartmentHead({ department, onGone }: { department: DepartmentView; onGone: () => void }) {
  const { t } = useTranslation()
  const [dialog, setDialog] = useState<Dialog | null>(null)
  const { nameOf } = useDepartments()
  const { departmentId, supervisors, duties, grants } = department
  return (
    <section className="department-head">
      <Flex justify="space-between" align="start" gap={12} wrap>
        <div>
          <Typography.Title level={5} style={{ margin: 0 }}>
            {nameOf(departmentId)}
          </Typography.Title>
          {duties && <Typography.Text type="secondary">{duties}</Typography.Text>}
        </div>
        <DepartmentActs department={department} onOpen={setDialog} onGone={onGone} />
      </Flex>
      <Flex gap={20} wrap>
        <span>
          <span className="faint">{t('departments.supervisors')}</span>{' '}
          {supervisors.map(({ accountId, name }) => (
            <Tag key={accountId}>{name}</Tag>
          ))}
          {supervisors.length === 0 && t('departments.noSupervisors')}
        </span>
        {grants !== null && (
          <Button type="link" size="small" className="department-grants" onClick={() => setDialog('grants')}>
            {t('departments.grants')} {grants.length}
          </Button>
        )}
      </Flex>
      <Suspense fallback={null}>
        {dialog && <DepartmentDialog department={department} dialog={dialog} onClose={() => setDialog(null)} />}
      </Suspense>
    </section>
  )
}

type ActsProps = { department: DepartmentView; onOpen: (dialog: Dialog) => void; onGone: () => void }
function DepartmentActs({ department, onOpen, onGone }: ActsProps) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const remove = useRemoveDepartment(department, onGone)
  if (!department.isManaged) return null
  const mayShape = mayCall('team.editDepartment')
  const items: NonNullable<MenuProps['items']> = [
    ...(mayShape
      ? [
          { key: 'create', label: t('departments.createBelow') },
          { key: 'edit', label: t('departments.edit') },
          { key: 'move', label: t('departments.move') },
        ]
      : []),
    ...(mayCall('team.setDepartmentGrants') ? [{ key: 'grants', label: t('departments.editGrants') }] : []),
    ...(mayShape ? [{ type: 'divider' as const }, { key: 'remove', label: t('departments.remove'), danger: true }] : []),
  ]
  const choose: MenuProps['onClick'] = ({ key }) => (key === 'remove' ? remove() : onOpen(key as Dialog))
  return (
    <Flex gap={8}>
      {mayCall('team.setSupervisors') && (
        <Button size="small" onClick={() => onOpen('supervisors')}>
          {t('departments.setSupervisors')}
        </Button>
      )}
      {items.length > 0 && (
        <Dropdown trigger={['click']} menu={{ items, onClick: choose }}>
          <Button size="small">
            {t('departments.manage')} <DownOutlined />
          </Button>
        </Dropdown>
      )}
    </Flex>
  )
}

function useRemoveDepartment({ departmentId, version, name }: DepartmentView, onGone: () => void): () => void {
  const { t } = useTranslation()
  const { modal, message } = App.useApp()
  const remove = useCommand('team.removeDepartment', {
    onDone: () => {
      void message.success(t('departments.removed'))
      onGone()
    },
  })
  return () =>
    void modal.confirm({
      title: t('departments.removeAsk', { name }),
      content: t('departments.removeHint'),
      okText: t('departments.remove'),
      okButtonProps: { danger: true },
      // A refusal is shown as a toast; the dialogue closes either way.
      onOk: () => remove.mutateAsync({ departmentId, version }).catch(() => undefined),
    })
}
