import { App, Button, Drawer, Flex, Form, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Permission } from '#contract/permissions.ts'
import { useRequired } from '#web/shared/form-dialog.tsx'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useCommand } from '#web/shared/use-operation.ts'
import type { RoleRow } from '../grants/draft.ts'
import { usePreviewedAct } from '../grants/use-previewed-act.tsx'
import { PermissionTree } from './permission-tree.tsx'

type Fields = { name: string; description?: string; permissions: Permission[] }
/** A new role (also as the copy of another), or one that is changed for everybody who holds it. */
export type Editing = { begin: Fields; edited: RoleRow | null }
type RoleEditorProps = { editing: Editing; onClose: () => void; onSaved: (role: string) => void }

export function RoleEditor({ editing, onClose, onSaved }: RoleEditorProps) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const isNarrow = useIsNarrow()
  const rules = useRequired()
  const [form] = Form.useForm<Fields>()
  const { edited, begin } = editing
  const done = (text: string, role: string) => {
    void message.success(text)
    onSaved(role)
  }
  const create = useCommand('team.createRole', { onDone: ({ roleId }) => done(t('roles.created'), roleId) })
  const edit = usePreviewedAct('team.editRole', () => done(t('roles.saved'), edited?.role ?? ''))
  const save = ({ name, description = '', permissions }: Fields) => {
    if (edited) edit.ask({ roleId: edited.role, version: edited.version ?? 0, name, description, permissions })
    else create.mutate({ name, description, permissions })
  }
  return (
    <Drawer
      open
      onClose={onClose}
      size={isNarrow ? '100%' : 720}
      title={edited ? t('roles.editTitle', { name: edited.zh }) : t('roles.create')}
      footer={
        <Flex justify="end" gap={8}>
          <Button onClick={onClose}>{t('shared.cancel')}</Button>
          <Button type="primary" loading={create.isPending || edit.isPending} onClick={form.submit}>
            {t('shared.save')}
          </Button>
        </Flex>
      }
    >
      <Form<Fields> form={form} layout="vertical" initialValues={begin} onFinish={save}>
        <Form.Item name="name" label={t('roles.name')} rules={rules}>
          <Input autoFocus maxLength={40} />
        </Form.Item>
        <Form.Item name="description" label={t('roles.description')}>
          <Input maxLength={200} placeholder={t('roles.descriptionHint')} />
        </Form.Item>
        <Form.Item name="permissions" label={t('roles.permissions')}>
          <PermissionTree />
        </Form.Item>
      </Form>
      {edit.dialog}
    </Drawer>
  )
}
