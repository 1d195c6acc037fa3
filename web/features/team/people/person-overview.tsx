import { EditOutlined, EyeOutlined } from '@ant-design/icons'
import { Alert, Button, Flex, Form, Input, Typography } from 'antd'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'
import { useMayCall, useMe } from '#web/app/session.ts'
import { FormDialog, useRequired } from '#web/shared/form-dialog.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { useDepartments } from '../departments/use-departments.ts'
import { DetailsForm } from './details-form.tsx'
import { MovePeople } from './move-people.tsx'

/** Who somebody is and when they work. */
export function PersonOverview({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  const me = useMe()
  const { nameOf } = useDepartments()
  const isSelf = row.accountId === me.accountId
  const mayChange = row.mayManage && row.state !== 'left'
  return (
    <Flex vertical gap={20}>
      {!row.mayManage && !isSelf && <Alert type="info" showIcon title={t('people.stronger')} />}
      <dl className="person-facts">
        <Fact name={t('people.name')}>
          {row.name} {mayChange && <Rename row={row} />}
        </Fact>
        <Fact name={t('people.login')}>
          <Typography.Text copyable>{row.login}</Typography.Text>
        </Fact>
        <Fact name={t('people.department')}>
          <Flex gap={8} align="center" wrap>
            {row.departmentId === null ? t('people.noDepartment') : nameOf(row.departmentId)}
            {mayChange && <MovePeople accountIds={[row.accountId]} onDone={() => undefined} size="small" />}
          </Flex>
        </Fact>
        {row.responsibleId !== null && (
          <Fact name={t('people.responsible')}>
            <NameOf accountId={row.responsibleId} />
          </Fact>
        )}
        <Fact name={t('people.lastSeen')}>{row.lastSeenAt === null ? t('people.never') : <Moment at={row.lastSeenAt} />}</Fact>
        <Fact name={t('people.createdAt')}>
          <Moment at={row.createdAt} />
        </Fact>
      </dl>
      <ViewAs row={row} />
      <DetailsForm key={row.version} row={row} mayChange={mayChange && (me.isOwner || !isSelf)} />
    </Flex>
  )
}

/** For the owner: the whole application as this person sees it. */
function ViewAs({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  const me = useMe()
  const mayCall = useMayCall()
  const view = useCommand('team.viewAs', { onDone: () => window.location.assign('/') })
  if (!mayCall('team.viewAs') || row.accountId === me.accountId || row.state !== 'active') return null
  return (
    <Flex gap={12} align="center" wrap>
      <Button icon={<EyeOutlined />} loading={view.isPending} onClick={() => view.mutate({ accountId: row.accountId })}>
        {t('people.viewAs')}
      </Button>
      <Typography.Text type="secondary">{t('people.viewAsHint')}</Typography.Text>
    </Flex>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function NameOf({ accountId }: { accountId: string }) {
  const found = useOperation('team.listStaff', { accountIds: [accountId] }, { staleMs: 60_000 })
  return found.data?.rows[0]?.name ?? accountId.slice(0, 8)
}

function Rename({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  const rules = useRequired()
  const [isOpen, setOpen] = useState(false)
  const rename = useCommand('team.renameStaff', { onDone: () => setOpen(false) })
  const { accountId, version, name } = row
  return (
    <>
      <Button
        type="text"
        size="small"
        icon={<EditOutlined />}
        aria-label={t('people.rename')}
        title={t('people.rename')}
        onClick={() => setOpen(true)}
      />
      <FormDialog<{ name: string }>
        open={isOpen}
        title={t('people.rename')}
        onClose={() => setOpen(false)}
        onSubmit={(fields) => rename.mutate({ accountId, version, name: fields.name })}
        isBusy={rename.isPending}
        width={400}
        initialValues={{ name }}
      >
        <Form.Item name="name" label={t('people.name')} rules={rules}>
          <Input autoFocus maxLength={200} />
        </Form.Item>
      </FormDialog>
    </>
  )
}
