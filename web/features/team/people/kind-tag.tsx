import { Tag } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import type { StaffRow } from '#contract/team.ts'

const colours = { person: 'default', temporary: 'orange', app: 'blue', agent: 'purple' } as const

/** What kind of account it is; how long a temporary one still lasts. */
export function KindTag({ row }: { row: Pick<StaffRow, 'kind' | 'endsAt'> }) {
  const { t } = useTranslation()
  const rest = row.endsAt === null ? null : restInWords(row.endsAt)
  return (
    <Tag color={colours[row.kind]}>
      {t(`people.kinds.${row.kind}`)}
      {rest && ` · ${t(rest.key, { n: rest.n })}`}
    </Tag>
  )
}

function restInWords(endsAt: string) {
  const days = dayjs(endsAt).diff(dayjs(), 'day')
  if (dayjs(endsAt).isBefore(dayjs())) return { key: 'people.over' as const, n: 0 }
  return days === 0 ? { key: 'people.lastDay' as const, n: 0 } : { key: 'people.daysLeft' as const, n: days }
}
