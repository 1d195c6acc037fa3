import { Link } from '@tanstack/react-router'
import { Button, Flex, Skeleton, Timeline, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { LogRowView } from '#contract/log.ts'
import type { StaffRow } from '#contract/team.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { ActorName } from '#web/shared/actor-name.tsx'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { operationName } from '#web/shared/operation-name.ts'
import { useOperationPages } from '#web/shared/use-operation.ts'

/** What was done about this account. Reading the log is an entry of its own, so it is read once. */
export function PersonHistory({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  const search = { objectKind: 'account', objectId: row.accountId }
  const log = useOperationPages('team.readLog', search, { isLogged: true })
  if (log.isLoading) return <Skeleton active />
  if (log.rows.length === 0) return <EmptyList title={t('people.historyEmpty')} />
  return (
    <Flex vertical gap={12}>
      <Timeline items={log.rows.map((entry) => ({ key: entry.entryId, content: <Entry entry={entry} />, ...colourOf(entry) }))} />
      <Flex gap={12} align="center">
        {log.hasMore && (
          <Button onClick={log.loadMore} loading={log.isLoadingMore}>
            {t('shared.loadMore')}
          </Button>
        )}
        <Link to="/log" search={search}>
          {t('people.historyMore')}
        </Link>
      </Flex>
    </Flex>
  )
}

const colourOf = ({ outcome }: LogRowView) => (outcome === 'refused' ? { color: 'red' } : {})

function Entry({ entry }: { entry: LogRowView }) {
  const language = useLanguage()
  const { reason } = entry.details
  return (
    <Flex vertical>
      <span>{operationName(entry.operation, language)}</span>
      {typeof reason === 'string' && <Typography.Text>{reason}</Typography.Text>}
      <Typography.Text type="secondary" style={{ fontSize: 12 }}>
        <ActorName name={entry.actorName || entry.actorId} /> · <Moment at={entry.at} />
      </Typography.Text>
    </Flex>
  )
}
