import { CheckOutlined, MinusOutlined } from '@ant-design/icons'
import { Flex, Select, Switch, Table, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Permission, permissionGroups, permissions } from '#contract/permissions.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import type { RoleRow } from '../grants/draft.ts'
import { type GroupCode, groupedPermissions } from './permission-groups.ts'
import { RiskTag } from './permission-tree.tsx'

type Line = { key: string; group: GroupCode; code?: Permission; children?: Line[] }
type CompareRolesProps = { roles: RoleRow[]; chosen: string[]; onChoose: (roles: string[]) => void }

/** Roles in columns: which right each of them carries. */
export function CompareRoles({ roles, chosen, onChoose }: CompareRolesProps) {
  const { t } = useTranslation()
  const language = useLanguage()
  const [isOnlyDifferent, setOnlyDifferent] = useState(false)
  const columns = roles.filter(({ role }) => chosen.includes(role))
  return (
    <Flex vertical gap={12}>
      <Flex gap={12} wrap align="center">
        <Select
          mode="multiple"
          value={chosen}
          aria-label={t('roles.compareChoose')}
          placeholder={t('roles.compareChoose')}
          style={{ minWidth: 240, flex: 1 }}
          onChange={onChoose}
          options={roles.map((role) => ({ value: role.role, label: role[language] }))}
        />
        <Flex gap={6} align="center" component="label">
          <Switch size="small" checked={isOnlyDifferent} onChange={setOnlyDifferent} />
          {t('roles.onlyDifferent')}
        </Flex>
      </Flex>
      <ComparisonTable roles={columns} isOnlyDifferent={isOnlyDifferent} />
    </Flex>
  )
}

function linesOf(roles: readonly RoleRow[], isOnlyDifferent: boolean): Line[] {
  const differs = (code: Permission) => new Set(roles.map((role) => role.permissions.includes(code))).size > 1
  return groupedPermissions
    .map(({ group, codes }) => ({
      key: group,
      group,
      children: codes.filter((code) => !isOnlyDifferent || differs(code)).map((code) => ({ key: code, group, code })),
    }))
    .filter(({ children }) => children.length > 0)
}

function ComparisonTable({ roles, isOnlyDifferent }: { roles: RoleRow[]; isOnlyDifferent: boolean }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const lines = linesOf(roles, isOnlyDifferent)
  const columns: TableColumnsType<Line> = [
    {
      title: t('roles.permissions'),
      width: 260,
      fixed: 'start',
      render: (_, { code, group }) =>
        code ? (
          <Flex gap={6} align="center" style={{ display: 'inline-flex' }}>
            {permissions[code][language]} <RiskTag code={code} />
          </Flex>
        ) : (
          <strong>{permissionGroups[group][language]}</strong>
        ),
    },
    ...roles.map((role) => ({
      title: role[language],
      align: 'center' as const,
      width: 104,
      render: (_: unknown, line: Line) => <Cell role={role} line={line} />,
    })),
  ]
  return (
    <div className="data-table role-matrix">
      <Table<Line>
        size="small"
        key={`${isOnlyDifferent}`}
        columns={columns}
        dataSource={lines}
        pagination={false}
        sticky={{ offsetHeader: 52 }}
        expandable={{ defaultExpandAllRows: true, indentSize: 8 }}
        scroll={{ x: 260 + roles.length * 104 }}
      />
    </div>
  )
}

function Cell({ role, line }: { role: RoleRow; line: Line }) {
  const { t } = useTranslation()
  if (!line.code) {
    const codes = line.children?.flatMap(({ code }) => code ?? []) ?? []
    const n = codes.filter((code) => role.permissions.includes(code)).length
    return <span className="faint">{n === 0 ? '' : t('roles.countOf', { n, all: codes.length })}</span>
  }
  return role.permissions.includes(line.code) ? (
    <CheckOutlined className="held" aria-label={t('roles.held')} />
  ) : (
    <MinusOutlined className="not-held" aria-label={t('roles.notHeld')} />
  )
}
