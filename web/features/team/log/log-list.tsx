import { ReloadOutlined } from '@ant-design/icons'
import { Button, Drawer, Flex, type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogRowView } from '#contract/log.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { operationName } from '#web/shared/operation-name.ts'
import { PageTitle } from '#web/shared/page-title.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useOperationPages } from '#web/shared/use-operation.ts'
import { ChangeInShort } from './changes.tsx'
import { LogDetail } from './log-detail.tsx'
import { LogFilters } from './log-filters.tsx'
import { inputOf, type LogSearch } from './log-search.ts'
import { CameFrom, Who } from './log-words.tsx'
import { ObjectKind } from './object-kind.tsx'
import './log.css'

type LogListProps = { isOwn: boolean; search: LogSearch; onSearch: (search: LogSearch) => void }

/** Each reading is an entry of its own, so it is read when asked for and never by itself. */
export function LogList({ isOwn, search, onSearch }: LogListProps) {
  const { t } = useTranslation()
  const isNarrow = useIsNarrow()
  const [opened, setOpened] = useState<LogRowView | null>(null)
  const log = useOperationPages(isOwn ? 'team.readOwnLog' : 'team.readLog', inputOf(search), { isLogged: true })
  const columns = useLogColumns()
  return (
    <>
      <PageTitle
        title={t(isOwn ? 'log.ownTitle' : 'log.title')}
        hint={t(isOwn ? 'log.ownHint' : 'log.hint')}
        actions={
          <Button icon={<ReloadOutlined />} onClick={log.reload}>
            {t('shared.reload')}
          </Button>
        }
      />
      <LogFilters search={search} onChange={onSearch} isOwn={isOwn} />
      <DataTable
        rows={log.rows}
        rowKey="entryId"
        columns={columns}
        card={(row) => <LogCard row={row} />}
        list={log}
        empty={{ title: t('log.empty'), hint: t('log.emptyHint') }}
        onOpen={setOpened}
        rowClassName={(row) => (row.outcome === 'refused' ? 'log-refused' : '')}
      />
      <Drawer open={opened !== null} onClose={() => setOpened(null)} size={isNarrow ? '100%' : 600} title={t('log.entry')}>
        {opened && <LogDetail row={opened} isOwn={isOwn} />}
      </Drawer>
    </>
  )
}

function useLogColumns(): TableColumnsType<LogRowView> {
  const { t } = useTranslation()
  const language = useLanguage()
  return [
    { title: t('log.at'), width: 170, className: 'log-at', render: (_, row) => <Moment at={row.at} exact /> },
    { title: t('log.actor'), width: 150, render: (_, row) => <Who row={row} /> },
    { title: t('log.operation'), width: 150, render: (_, row) => operationName(row.operation, language) },
    { title: t('log.objects'), width: 180, render: (_, row) => <ObjectTags row={row} /> },
    { title: t('log.change'), width: 230, render: (_, row) => <ChangeInShort row={row} /> },
    { title: t('log.outcome'), width: 90, render: (_, row) => <StateTag kind="outcome" state={row.outcome} /> },
    { title: t('log.via'), width: 140, render: (_, row) => <CameFrom row={row} /> },
  ]
}

/** One object by its name, several as kind and number. */
function ObjectTags({ row }: { row: LogRowView }) {
  const kinds = Map.groupBy(row.objects, (object) => object.kind)
  return (
    <Flex gap={4} wrap>
      {[...kinds].map(([kind, objects]) => (
        <Tag key={kind}>
          <ObjectKind kind={kind} />
          {objects.length > 1 ? ` × ${kinds.size === 1 ? row.objectCount : objects.length}` : null}
          {objects.length === 1 && objects[0]?.name ? ` ${objects[0].name}` : null}
        </Tag>
      ))}
    </Flex>
  )
}

function LogCard({ row }: { row: LogRowView }) {
  const language = useLanguage()
  return (
    <Flex vertical gap={4}>
      <Flex justify="space-between" gap={8}>
        <strong>{operationName(row.operation, language)}</strong>
        <StateTag kind="outcome" state={row.outcome} />
      </Flex>
      <Flex justify="space-between" gap={8}>
        <Who row={row} />
        <Moment at={row.at} />
      </Flex>
      <ObjectTags row={row} />
      <ChangeInShort row={row} />
    </Flex>
  )
}
