import { Drawer, Flex, Skeleton, Tabs } from 'antd'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'
import { useMayCall } from '#web/app/session.ts'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import { PersonWhy } from '../why/person-why.tsx'
import { KindTag } from './kind-tag.tsx'
import type { PersonTab } from './people-search.ts'
import { PersonHistory } from './person-history.tsx'
import { PersonName } from './person-name.tsx'
import { PersonOverview } from './person-overview.tsx'
import { PersonRights } from './person-rights.tsx'
import { PersonSecurity } from './person-security.tsx'

type PersonDrawerProps = {
  accountId: string | undefined
  tab: PersonTab
  onTab: (tab: PersonTab) => void
  onClose: () => void
}

/** One person: who they are, what they may do and why, security, and what happened to them. */
export function PersonDrawer({ accountId, ...props }: PersonDrawerProps) {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const found = useOperation(
    'team.listStaff',
    { accountIds: accountId ? [accountId] : [] },
    { enabled: accountId !== undefined, live: 15_000 },
  )
  const row = found.data?.rows.find((each) => each.accountId === accountId)
  return (
    <Drawer
      open={accountId !== undefined}
      onClose={props.onClose}
      size={isNarrow ? '100%' : 720}
      title={row && <PersonHead row={row} />}
      className="person-drawer"
      destroyOnHidden
    >
      {row ? (
        <PersonTabs key={row.accountId} row={row} {...props} />
      ) : found.isFetching ? (
        <Skeleton active />
      ) : (
        <EmptyList title={t('people.notFound')} />
      )}
    </Drawer>
  )
}

function PersonHead({ row }: { row: StaffRow }) {
  return (
    <Flex gap={8} align="center" wrap>
      <PersonName row={row} />
      <StateTag kind="account" state={row.state} />
      {row.kind !== 'person' && <KindTag row={row} />}
    </Flex>
  )
}

function PersonTabs({ row, tab, onTab, onClose }: { row: StaffRow } & Omit<PersonDrawerProps, 'accountId'>) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const tabs: { key: PersonTab; children: React.ReactNode; isOpen?: boolean }[] = [
    { key: 'overview', children: <PersonOverview row={row} /> },
    { key: 'rights', children: <PersonRights row={row} /> },
    { key: 'why', children: <PersonWhy row={row} />, isOpen: mayCall('team.explainAccess') },
    { key: 'security', children: <PersonSecurity row={row} onGone={onClose} /> },
    { key: 'history', children: <PersonHistory row={row} />, isOpen: mayCall('team.readLog') },
  ]
  return (
    <Tabs
      activeKey={tab}
      onChange={(key) => onTab(key as PersonTab)}
      destroyOnHidden
      items={tabs
        .filter(({ isOpen = true }) => isOpen)
        .map(({ key, children }) => ({ key, label: t(`people.tabs.${key}`), children }))}
    />
  )
}
