import { Link } from '@tanstack/react-router'
import { Button, Drawer, Flex, Skeleton, Timeline } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogRowView } from '#contract/log.ts'
import type { StaffRow } from '#contract/team.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { operationName } from '#web/shared/operation-name.ts'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useOperationPages } from '#web/shared/use-operation.ts'
import { ChangeInShort } from '../log/changes.tsx'
import '../log/log.css'
import { LogDetail } from '../log/log-detail.tsx'
import { Who } from '../log/log-words.tsx'

/** What was done about this account. Reading the log is an entry of its own, so it is read once. */
export function PersonHistory({ row }: { row: StaffRow }) {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const search = { objectKind: 'account', objectId: row.accountId }
  const log = useOperationPages('team.readLog', search, { isLogged: true })
  const [opened, setOpened] = useState<LogRowView | null>(null)
  if (log.isLoading) return <Skeleton active />
  if (log.rows.length === 0) return <EmptyList title={t('people.historyEmpty')} />
  return (
    <Flex vertical gap={12}>
      <Timeline
        items={log.rows.map((entry) => ({
          key: entry.entryId,
          content: <Entry entry={entry} onOpen={() => setOpened(entry)} />,
          ...(entry.outcome === 'refused' && { color: 'red' }),
        }))}
      />
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
      <Drawer open={opened !== null} onClose={() => setOpened(null)} size={isNarrow ? '100%' : 600} title={t('log.entry')}>
        {opened && <LogDetail row={opened} isOwn={false} />}
      </Drawer>
    </Flex>
  )
}

function Entry({ entry, onOpen }: { entry: LogRowView; onOpen: () => void }) {
  const language = useLanguage()
  const { reason } = entry.details
  return (
    <Flex vertical>
      <Button type="link" className="history-entry" onClick={onOpen}>
        {operationName(entry.operation, language)}
      </Button>
      <ChangeInShort row={entry} />
      {typeof reason === 'string' && <span>{reason}</span>}
      <small className="faint">
        <Who row={entry} /> · <Moment at={entry.at} />
      </small>
    </Flex>
  )
}
