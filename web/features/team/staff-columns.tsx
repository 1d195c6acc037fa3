import { Flex, type TableColumnsType, Tag, Tooltip, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'
import { Moment } from '#web/shared/moment.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useRoleName } from './role-name.ts'

export function useStaffColumns(): TableColumnsType<StaffRow> {
  const { t } = useTranslation()
  return [
    {
      title: t('team.name'),
      width: 200,
      render: (_, row) => (
        <Flex vertical>
          <strong>{row.name}</strong>
          <Typography.Text type="secondary">{row.login}</Typography.Text>
        </Flex>
      ),
    },
    { title: t('team.grants'), width: 340, render: (_, row) => <GrantTags row={row} /> },
    { title: t('team.state'), width: 100, render: (_, row) => <StateTag kind="account" state={row.state} /> },
    { title: t('team.lastSeen'), width: 140, render: (_, row) => <Moment at={row.lastSeenAt} /> },
    { title: t('team.createdAt'), width: 140, render: (_, row) => <Moment at={row.createdAt} /> },
  ]
}

/** What a person was granted: one tag per pair of role and shops. */
export function GrantTags({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  const roleName = useRoleName()
  const { nameOf } = useShops()
  if (row.isOwner)
    return (
      <Tag color="gold" style={{ alignSelf: 'start' }}>
        {t('team.owner')}
      </Tag>
    )
  if (row.grants.length === 0) return <Typography.Text type="warning">{t('team.noGrants')}</Typography.Text>
  return (
    <Flex gap={4} wrap>
      {row.grants.map(({ grantId, role, shopIds }) => (
        <Tooltip key={grantId} title={shopIds?.map(nameOf).join('、')}>
          <Tag>
            {roleName(role)}
            <span className="faint"> · {shopIds ? shopsText(shopIds.map(nameOf), t('team.andMore')) : t('shared.allShops')}</span>
          </Tag>
        </Tooltip>
      ))}
    </Flex>
  )
}

function shopsText(names: string[], andMore: string): string {
  const [first = '', ...others] = names
  return others.length === 0 ? first : `${first} ${andMore} ${names.length}`
}

export function StaffCard({ row }: { row: StaffRow }) {
  return (
    <Flex vertical gap={6}>
      <Flex justify="space-between">
        <strong>{row.name}</strong>
        <StateTag kind="account" state={row.state} />
      </Flex>
      <Flex justify="space-between">
        <Typography.Text type="secondary">{row.login}</Typography.Text>
        <Moment at={row.lastSeenAt} />
      </Flex>
      <GrantTags row={row} />
    </Flex>
  )
}
