import { CustomerServiceOutlined } from '@ant-design/icons'
import { Flex, type TableColumnsType, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'
import { Moment } from '#web/shared/moment.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { GrantSummary } from './grant-summary.tsx'
import { KindTag } from './kind-tag.tsx'
import type { PeopleWords } from './people-words.ts'
import { PersonName } from './person-name.tsx'

export function usePeopleColumns(words: PeopleWords): TableColumnsType<StaffRow> {
  const { t } = useTranslation()
  return [
    { title: t('people.name'), width: 184, render: (_, row) => <PersonName row={row} /> },
    { title: t('people.kindAndState'), width: 110, render: (_, row) => <KindAndState row={row} /> },
    { title: t('people.department'), width: 112, render: (_, row) => <DepartmentName row={row} words={words} /> },
    { title: t('people.rolesAndReach'), width: 270, render: (_, row) => <GrantSummary row={row} words={words} /> },
    { title: t('people.chats'), width: 66, align: 'center', render: (_, row) => <ChatDuty row={row} /> },
    { title: t('people.lastSeen'), width: 104, render: (_, row) => <LastSeen row={row} /> },
  ]
}

function KindAndState({ row }: { row: StaffRow }) {
  return (
    <div className="person-tags">
      <StateTag kind="account" state={row.state} />
      {row.kind !== 'person' && <KindTag row={row} />}
    </div>
  )
}

function DepartmentName({ row, words }: { row: StaffRow; words: PeopleWords }) {
  const { t } = useTranslation()
  const department = words.departmentOf(row.departmentId)
  if (department === null) return <span className="faint">{t('people.nowhere')}</span>
  return <span title={department.path}>{department.name}</span>
}

function ChatDuty({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  return row.takesChats ? <CustomerServiceOutlined title={t('people.takesChats')} aria-label={t('people.takesChats')} /> : null
}

function LastSeen({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  return row.lastSeenAt === null ? <span className="faint">{t('people.never')}</span> : <Moment at={row.lastSeenAt} />
}

/** A person on a phone. */
export function PersonCard({ row, words }: { row: StaffRow; words: PeopleWords }) {
  return (
    <Flex vertical gap={8}>
      <Flex justify="space-between" align="start" gap={8}>
        <PersonName row={row} />
        <StateTag kind="account" state={row.state} />
      </Flex>
      <Flex gap={6} align="center" wrap>
        {row.kind !== 'person' && <KindTag row={row} />}
        <DepartmentName row={row} words={words} />
        <ChatDuty row={row} />
        <Typography.Text type="secondary" style={{ marginInlineStart: 'auto', fontSize: 12 }}>
          <LastSeen row={row} />
        </Typography.Text>
      </Flex>
      <GrantSummary row={row} words={words} />
    </Flex>
  )
}
