import { CheckOutlined } from '@ant-design/icons'
import { Alert, Segmented, Table, type TableColumnsType, Tag, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { grantablePermissions, type Permission, permissions } from '#contract/permissions.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { PageTitle } from '#web/shared/page-title.tsx'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import './team.css'

type Role = OutputOf<'team.listRoles'>['rows'][number]
type Line = { code: Permission }

/** Which role permits what: the same list that the server decides by. */
export function RolesPage() {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const roles = useOperation('team.listRoles', {})
  const rows = roles.data?.rows ?? []
  return (
    <>
      <PageTitle title={t('team.rolesTitle')} hint={t('team.rolesHint')} />
      {roles.error && <Alert type="error" title={sentenceOf(roles.error)} />}
      {isNarrow ? <OneRole roles={rows} /> : <RoleMatrix roles={rows} isLoading={roles.isLoading} />}
    </>
  )
}

function RoleMatrix({ roles, isLoading }: { roles: Role[]; isLoading: boolean }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const columns: TableColumnsType<Line> = [
    { title: t('team.permission'), width: 300, fixed: 'start', render: (_, { code }) => <PermissionLabel code={code} /> },
    ...roles.map((role) => ({
      title: role[language],
      align: 'center' as const,
      width: 104,
      className: 'held',
      render: (_: unknown, { code }: Line) =>
        role.permissions.includes(code) ? <CheckOutlined aria-label={t('team.held')} /> : null,
    })),
  ]
  return (
    <div className="data-table role-matrix">
      <Table<Line>
        size="small"
        rowKey="code"
        columns={columns}
        dataSource={grantablePermissions.map((code) => ({ code }))}
        loading={isLoading}
        pagination={false}
        sticky={{ offsetHeader: 52 }}
        scroll={{ x: 300 + roles.length * 104 }}
      />
    </div>
  )
}

function OneRole({ roles }: { roles: Role[] }) {
  const language = useLanguage()
  const [chosen, setChosen] = useState<string>('supervisor')
  const role = roles.find((each) => each.role === chosen)
  return (
    <>
      <div style={{ overflowX: 'auto', marginBottom: 12 }}>
        <Segmented
          value={chosen}
          onChange={setChosen}
          options={roles.map((each) => ({ value: each.role, label: each[language] }))}
        />
      </div>
      <ul className="card-list data-table">
        {role?.permissions.map((code) => (
          <li key={code}>
            <PermissionLabel code={code} />
          </li>
        ))}
      </ul>
    </>
  )
}

function PermissionLabel({ code }: { code: Permission }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { risk } = permissions[code]
  return (
    <>
      {permissions[code][language]} {risk === 'high' && <Tag color="red">{t('team.highRisk')}</Tag>}
      <br />
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        {code}
      </Typography.Text>
    </>
  )
}
