import { Alert, App, Button, Flex, Form, Popconfirm, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'
import { useMayCall, useMe } from '#web/app/session.ts'
import { ConfirmWithReason } from '#web/shared/confirm-with-reason.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import { useCommand } from '#web/shared/use-operation.ts'
import { usePreviewedAct } from '../grants/use-previewed-act.tsx'
import { PasswordField } from './password-field.tsx'
import { RemoveSeveral } from './people-bulk.tsx'
import { PersonSignIn } from './person-sign-in.tsx'

/** Password, freezing, removing, ownership. */
export function PersonSecurity({ row, onGone }: { row: StaffRow; onGone: () => void }) {
  const { t } = useTranslation()
  const me = useMe()
  const mayCall = useMayCall()
  const isSelf = row.accountId === me.accountId
  const isPerson = row.kind === 'person' || row.kind === 'temporary'
  return (
    <Flex vertical gap={28}>
      {isSelf && <Alert type="info" showIcon title={t('people.security.self')} />}
      {!row.mayManage && !isSelf && <Alert type="info" showIcon title={t('people.stronger')} />}
      {row.mayManage && !isSelf && isPerson && row.state !== 'left' && <ResetPassword row={row} />}
      {row.mayManage && !isSelf && isPerson && row.state !== 'left' && <PersonSignIn row={row} />}
      {row.mayManage && !isSelf && row.state !== 'left' && <StateActs row={row} onGone={onGone} />}
      {mayCall('team.makeOwner') && row.kind === 'person' && row.state === 'active' && <Ownership row={row} />}
    </Flex>
  )
}

function ResetPassword({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  const { message } = App.useApp()
  const [form] = Form.useForm<{ newPassword: string }>()
  const reset = useCommand('team.resetPassword', {
    onDone: () => {
      void message.success(t('people.passwordReset'))
      form.resetFields()
    },
  })
  return (
    <section>
      <Typography.Title level={5}>{t('people.security.password')}</Typography.Title>
      <Form
        form={form}
        layout="vertical"
        onFinish={({ newPassword }: { newPassword: string }) => reset.mutate({ accountId: row.accountId, newPassword })}
      >
        <PasswordField name="newPassword" label={t('people.newPassword')} />
        <Flex gap={12} align="center" wrap>
          <Button htmlType="submit" loading={reset.isPending}>
            {t('people.resetPassword')}
          </Button>
          <Typography.Text type="secondary">{t('people.security.resetHint')}</Typography.Text>
        </Flex>
      </Form>
    </section>
  )
}

function StateActs({ row, onGone }: { row: StaffRow; onGone: () => void }) {
  const { t } = useTranslation()
  const nameOf = () => row.name
  const freeze = useBulkCommand('team.freezeStaff', { title: t('people.freeze'), nameOf })
  const unfreeze = useBulkCommand('team.unfreezeStaff', { title: t('people.unfreeze'), nameOf })
  const penalty = useBulkCommand('team.penaltyFreezeStaff', { title: t('people.penaltyFreeze'), nameOf })
  const accountIds = [row.accountId]
  const isFrozen = row.state === 'frozen' || row.state === 'penalty_frozen'
  return (
    <section>
      <Typography.Title level={5}>{t('people.security.state')}</Typography.Title>
      <Flex gap={8} wrap>
        {isFrozen && (
          <Button loading={unfreeze.isPending} onClick={() => unfreeze.run({ accountIds })}>
            {t('people.unfreeze')}
          </Button>
        )}
        {row.state === 'active' && (
          <Popconfirm title={t('people.freezeAsk')} onConfirm={() => freeze.run({ accountIds })} okButtonProps={{ danger: true }}>
            <Button danger loading={freeze.isPending}>
              {t('people.freeze')}
            </Button>
          </Popconfirm>
        )}
        {(row.state === 'active' || row.state === 'frozen') && (
          <ConfirmWithReason
            title={t('people.penaltyFreeze')}
            hint={t('people.penaltyHint')}
            okText={t('people.penaltyFreeze')}
            isDanger
            onConfirm={(reason) => penalty.runAsync({ accountIds, reason })}
          >
            {(open) => (
              <Button danger onClick={open}>
                {t('people.penaltyFreeze')}
              </Button>
            )}
          </ConfirmWithReason>
        )}
        <RemoveSeveral accountIds={accountIds} nameOf={nameOf} onDone={onGone} />
      </Flex>
    </section>
  )
}

function Ownership({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  const make = usePreviewedAct('team.makeOwner', () => undefined)
  const end = usePreviewedAct('team.endOwnership', () => undefined)
  const { accountId, version, name } = row
  const act = row.isOwner
    ? { ...end, title: t('people.security.endOwnership'), hint: t('people.security.endOwnershipAsk', { name }) }
    : { ...make, title: t('people.security.makeOwner'), hint: t('people.security.makeOwnerAsk', { name }) }
  return (
    <section>
      <Typography.Title level={5}>{t('people.security.ownership')}</Typography.Title>
      <Flex gap={12} align="center" wrap>
        <Button danger loading={act.isPending} onClick={() => act.ask({ accountId, version }, act.hint)}>
          {act.title}
        </Button>
        <Typography.Text type="secondary">{t('people.security.ownershipHint')}</Typography.Text>
      </Flex>
      {act.dialog}
    </section>
  )
}
