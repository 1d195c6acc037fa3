import { ReloadOutlined } from '@ant-design/icons'
import { getRouteApi } from '@tanstack/react-router'
import { Button, Drawer, Flex, type TableColumnsType, Tag } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { LogRowView } from '#contract/log.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { ActorName } from '#web/shared/actor-name.tsx'
import { DataTable } from '#web/shared/data-table.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { operationName } from '#web/shared/operation-name.ts'
import { PageTitle } from '#web/shared/page-title.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useOperationPages } from '#web/shared/use-operation.ts'
import { LogDetail } from './log-detail.tsx'
import { LogFilters } from './log-filters.tsx'
import { CameFrom } from './log-words.tsx'
import { ObjectKind } from './object-kind.tsx'
import './team.css'

const route = getRouteApi('/shell/log')

/** Who did what, when, whether it was allowed and why. */
export function LogPage() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const isNarrow = useIsNarrow()
  const [opened, setOpened] = useState<LogRowView | null>(null)
  const log = useOperationPages('team.readLog', search, { isLogged: true })
  const columns = useLogColumns()
  return (
    <>
      <PageTitle
        title={t('team.logTitle')}
        hint={t('team.logHint')}
        actions={
          <Button icon={<ReloadOutlined />} onClick={log.reload}>
            {t('shared.reload')}
          </Button>
        }
      />
      <LogFilters search={search} onChange={(next) => void navigate({ search: next })} />
      <DataTable
        rows={log.rows}
        rowKey="entryId"
        columns={columns}
        card={(row) => <LogCard row={row} />}
        list={log}
        empty={{ title: t('team.logEmpty'), hint: t('team.logEmptyHint') }}
        onOpen={setOpened}
      />
      <Drawer open={opened !== null} onClose={() => setOpened(null)} size={isNarrow ? '100%' : 520} title={t('team.logEntry')}>
        {opened && <LogDetail row={opened} />}
      </Drawer>
    </>
  )
}

function useLogColumns(): TableColumnsType<LogRowView> {
  const { t } = useTranslation()
  const language = useLanguage()
  return [
    { title: t('team.at'), width: 170, render: (_, row) => <Moment at={row.at} exact /> },
    { title: t('team.actor'), width: 150, render: (_, row) => <ActorName name={row.actorName || row.actorId} /> },
    { title: t('team.operation'), width: 190, render: (_, row) => operationName(row.operation, language) },
    { title: t('team.objects'), width: 220, render: (_, row) => <ObjectTags row={row} /> },
    { title: t('team.outcome'), width: 100, render: (_, row) => <StateTag kind="outcome" state={row.outcome} /> },
    { title: t('team.via'), width: 150, render: (_, row) => <CameFrom row={row} /> },
  ]
}

function ObjectTags({ row }: { row: LogRowView }) {
  const kinds = Map.groupBy(row.objects, (object) => object.kind)
  return (
    <Flex gap={4} wrap>
      {[...kinds].map(([kind, objects]) => (
        <Tag key={kind}>
          <ObjectKind kind={kind} />
          {objects.length > 1 ? ` × ${objects.length}` : null}
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
        <span>
          <ActorName name={row.actorName || row.actorId} />
        </span>
        <Moment at={row.at} />
      </Flex>
      <ObjectTags row={row} />
    </Flex>
  )
}
