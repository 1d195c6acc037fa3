import { App, Button, Drawer, Flex, Form, Input, Popconfirm, Typography } from 'antd'
import { useEffect, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'
import { useMay, useMe } from '#web/app/session.ts'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useCommand } from '#web/shared/use-operation.ts'
import { type Grant, GrantsEditor } from './grants-editor.tsx'
import { PasswordField } from './password-field.tsx'
import { GrantTags } from './staff-columns.tsx'
import './team.css'

type StaffDrawerProps = { row: StaffRow | undefined; onClose: () => void }

/** One person: name, grants, password, freezing. */
export function StaffDrawer({ row, onClose }: StaffDrawerProps) {
  const isNarrow = useIsNarrow()
  return (
    <Drawer
      open={row !== undefined}
      onClose={onClose}
      size={isNarrow ? '100%' : 560}
      title={
        row && (
          <Flex gap={8} align="center">
            {row.name}
            <StateTag kind="account" state={row.state} />
          </Flex>
        )
      }
      destroyOnHidden
    >
      {row && <StaffSheet key={row.accountId} row={row} />}
    </Drawer>
  )
}

function StaffSheet({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  const me = useMe()
  const may = useMay()
  const isSelf = me.accountId === row.accountId
  return (
    <Flex vertical gap={24}>
      <Typography.Text type="secondary">
        {t('team.login')} <Typography.Text copyable>{row.login}</Typography.Text>
      </Typography.Text>
      {may('team.manage') && <RenameForm row={row} />}
      <section>
        <Typography.Title level={5}>{t('team.grants')}</Typography.Title>
        {row.isOwner ? <p>{t('team.ownerHint')}</p> : may('team.grant') ? <GrantsForm row={row} /> : <GrantTags row={row} />}
      </section>
      {may('team.manage') && !isSelf && !row.isOwner && <StaffSecurity row={row} />}
    </Flex>
  )
}

function RenameForm({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  const rename = useCommand('team.renameStaff')
  return (
    <Form
      layout="inline"
      initialValues={{ name: row.name }}
      onFinish={({ name }: { name: string }) => rename.mutate({ accountId: row.accountId, version: row.version, name })}
    >
      <Form.Item name="name" label={t('team.name')} rules={[{ required: true, message: t('shared.required') }]}>
        <Input maxLength={200} />
      </Form.Item>
      <Button htmlType="submit" loading={rename.isPending}>
        {t('shared.save')}
      </Button>
    </Form>
  )
}

function GrantsForm({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const saved = row.grants.map(({ role, shopIds }) => ({ role, shopIds }))
  const savedText = JSON.stringify(saved)
  const [grants, setGrants] = useState<Grant[]>(saved)
  // Somebody else's change arrives: show it rather than overwrite it.
  useEffect(() => setGrants(JSON.parse(savedText) as Grant[]), [savedText])
  const save = useCommand('team.setGrants', { onDone: () => void message.success(t('team.grantsSaved')) })
  const isChanged = JSON.stringify(grants) !== savedText
  return (
    <Flex vertical gap={12}>
      <GrantsEditor value={grants} onChange={setGrants} />
      <Flex gap={8}>
        <Button
          type="primary"
          disabled={!isChanged}
          loading={save.isPending}
          onClick={() => save.mutate({ accountId: row.accountId, version: row.version, grants })}
        >
          {t('team.saveGrants')}
        </Button>
        {isChanged && <Button onClick={() => setGrants(saved)}>{t('shared.cancel')}</Button>}
      </Flex>
      <Typography.Text type="secondary">{t('team.grantsHint')}</Typography.Text>
    </Flex>
  )
}

function StaffSecurity({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const nameOf = () => row.name
  const freeze = useBulkCommand('team.freezeStaff', { title: t('team.freeze'), nameOf })
  const unfreeze = useBulkCommand('team.unfreezeStaff', { title: t('team.unfreeze'), nameOf })
  const reset = useCommand('team.resetPassword', { onDone: () => void message.success(t('team.passwordReset')) })
  const accountIds = [row.accountId]
  return (
    <section>
      <Typography.Title level={5}>{t('team.security')}</Typography.Title>
      <Form
        layout="vertical"
        onFinish={({ newPassword }: { newPassword: string }) => reset.mutate({ accountId: row.accountId, newPassword })}
      >
        <PasswordField name="newPassword" label={t('team.newPassword')} />
        <Flex gap={8} wrap>
          <Button htmlType="submit" loading={reset.isPending}>
            {t('team.resetPassword')}
          </Button>
          {row.state === 'frozen' ? (
            <Button loading={unfreeze.isPending} onClick={() => unfreeze.run({ accountIds })}>
              {t('team.unfreeze')}
            </Button>
          ) : (
            <Popconfirm title={t('team.freezeAsk')} onConfirm={() => freeze.run({ accountIds })} okButtonProps={{ danger: true }}>
              <Button danger loading={freeze.isPending}>
                {t('team.freeze')}
              </Button>
            </Popconfirm>
          )}
        </Flex>
      </Form>
    </section>
  )
}
