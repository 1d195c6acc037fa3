import { Link } from '@tanstack/react-router'
import { Flex, Skeleton, Tag, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import { useOperation } from '#web/shared/use-operation.ts'
import { useDepartments } from '../departments/use-departments.ts'

const SHOWN = 30

/** People and departments that hold a role, as far as one sees them. */
export function RoleHolders({ role }: { role: string }) {
  const { t } = useTranslation()
  const departments = useDepartments()
  const people = useOperation('team.listStaff', { role })
  if (people.isLoading) return <Skeleton active />
  const holders = people.data?.rows ?? []
  const giving = departments.rows.filter(({ grants }) => grants?.some((grant) => grant.role === role))
  if (holders.length + giving.length === 0) return <Typography.Text type="secondary">{t('roles.nobody')}</Typography.Text>
  return (
    <Flex vertical gap={10}>
      {giving.length > 0 && (
        <Flex gap={6} wrap align="center">
          <span className="faint">{t('roles.departments')}</span>
          {giving.map(({ departmentId }) => (
            <Link key={departmentId} to="/team" search={{ department: departmentId }}>
              <Tag color="blue">{departments.nameOf(departmentId)}</Tag>
            </Link>
          ))}
        </Flex>
      )}
      {holders.length > 0 && (
        <Flex gap={6} wrap align="center">
          <span className="faint">{t('roles.people')}</span>
          {holders.slice(0, SHOWN).map(({ accountId, name }) => (
            <Link key={accountId} to="/team" search={{ person: accountId, tab: 'rights' }}>
              <Tag>{name}</Tag>
            </Link>
          ))}
          <Link to="/team" search={{ role }}>
            {t('roles.allHolders')}
          </Link>
        </Flex>
      )}
    </Flex>
  )
}
