import { CopyOutlined, DeleteOutlined, EditOutlined, LockOutlined } from '@ant-design/icons'
import { App, Button, Flex, Tag, Tooltip, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMayCall, useMe } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { useCommand } from '#web/shared/use-operation.ts'
import type { RoleRow } from '../grants/draft.ts'
import { lackedFor } from '../grants/widest.ts'
import { PermissionTree } from './permission-tree.tsx'
import type { Editing } from './role-editor.tsx'
import { RoleHolders } from './role-holders.tsx'
import { tellingRights } from './use-roles.ts'

type RoleSheetProps = { role: RoleRow; onEdit: (editing: Editing) => void; onGone: () => void }

/** One role: what it permits, who holds it, and what can be done with it. */
export function RoleSheet({ role, onEdit, onGone }: RoleSheetProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  return (
    <div className="role-sheet">
      <Flex justify="space-between" align="start" gap={12} wrap>
        <div>
          <Typography.Title level={5} style={{ margin: 0 }}>
            {role[language]}{' '}
            {role.isBuiltIn && (
              <Tag icon={<LockOutlined />} color="default">
                {t('roles.builtIn')}
              </Tag>
            )}
          </Typography.Title>
          <Typography.Text type="secondary">
            {role.description && `${role.description} · `}
            {t('roles.rightCount', { n: tellingRights(role.permissions).length })} ·{' '}
            {role.useCount === 0 ? t('roles.unused') : t('roles.useCount', { n: role.useCount })}
          </Typography.Text>
        </div>
        <RoleActs role={role} onEdit={onEdit} onGone={onGone} />
      </Flex>
      <section>
        <Typography.Title level={5}>{t('roles.holders')}</Typography.Title>
        <RoleHolders key={role.role} role={role.role} />
      </section>
      <section>
        <Typography.Title level={5}>{t('roles.permissions')}</Typography.Title>
        <PermissionTree key={role.role} value={role.permissions} />
      </section>
    </div>
  )
}

function RoleActs({ role, onEdit, onGone }: RoleSheetProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const me = useMe()
  const mayCall = useMayCall()
  const remove = useRemoveRole(role, onGone)
  const isBeyond = lackedFor(me, role).length > 0
  const { description, permissions } = role
  const copy = () =>
    onEdit({ begin: { name: t('roles.copyOf', { name: role[language] }), description, permissions }, edited: null })
  return (
    <Flex gap={8} wrap>
      {mayCall('team.createRole') && (
        <Tooltip title={isBeyond ? t('grants.beyond') : ''}>
          <Button icon={<CopyOutlined />} disabled={isBeyond} onClick={copy}>
            {t('roles.copy')}
          </Button>
        </Tooltip>
      )}
      {!role.isBuiltIn && mayCall('team.editRole') && !isBeyond && (
        <>
          <Button
            icon={<EditOutlined />}
            onClick={() => onEdit({ begin: { name: role.zh, description, permissions }, edited: role })}
          >
            {t('roles.edit')}
          </Button>
          <Button danger icon={<DeleteOutlined />} disabled={role.useCount > 0} title={t('roles.removeHint')} onClick={remove}>
            {t('roles.remove')}
          </Button>
        </>
      )}
    </Flex>
  )
}

function useRemoveRole(role: RoleRow, onGone: () => void): () => void {
  const { t } = useTranslation()
  const { modal, message } = App.useApp()
  const remove = useCommand('team.removeRole', {
    onDone: () => {
      void message.success(t('roles.removed'))
      onGone()
    },
  })
  return () =>
    void modal.confirm({
      title: t('roles.removeAsk', { name: role.zh }),
      content: t('roles.removeHint'),
      okText: t('roles.remove'),
      okButtonProps: { danger: true },
      onOk: () => remove.mutateAsync({ roleId: role.role, version: role.version ?? 0 }).catch(() => undefined),
    })
}
