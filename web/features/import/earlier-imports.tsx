import { useNavigate } from '@tanstack/react-router'
import { Flex, type TableColumnsType, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ImportRow } from '#contract/orders.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useOperationPages } from '#web/shared/use-operation.ts'

export function EarlierImports() {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const imports = useOperationPages('orders.listImports', {}, { live: 5_000 })
  const columns: TableColumnsType<ImportRow> = [
    {
      title: t('import.file'),
      width: 300,
      render: (_, row) => (
        <div>
          {row.fileName}
          <div className="faint">
            {row.shopName} · {row.startedBy}
          </div>
        </div>
      ),
    },
    { title: t('import.state'), width: 100, render: (_, row) => <StateTag kind="import" state={row.state} /> },
    ...(['orders', 'created', 'updated', 'unchanged'] as const).map((name) => ({
      title: t(`import.${name}`),
      width: 90,
      align: 'end' as const,
      render: (_: unknown, row: ImportRow) => row.counters[name].toLocaleString('zh-CN'),
    })),
    {
      title: t('import.refused'),
      width: 90,
      align: 'end',
      render: (_, row) => <RefusedCount count={row.counters.refusedCount} />,
    },
    { title: t('import.at'), width: 130, render: (_, row) => <Moment at={row.createdAt} /> },
  ]
  return (
    <section className="earlier-imports">
      <Typography.Title level={5}>{t('import.earlier')}</Typography.Title>
      <DataTable
        rows={imports.rows}
        rowKey="importId"
        columns={columns}
        card={(row) => <ImportCard row={row} />}
        list={imports}
        empty={{ title: t('import.noEarlier') }}
        onOpen={({ importId }) => void navigate({ to: '/import/$importId', params: { importId } })}
      />
    </section>
  )
}

function RefusedCount({ count }: { count: number }) {
  return count > 0 ? <span className="warn">{count.toLocaleString('zh-CN')}</span> : <span className="faint">0</span>
}

function ImportCard({ row }: { row: ImportRow }) {
  const { t } = useTranslation()
  return (
    <Flex vertical gap={4}>
      <Flex justify="space-between" gap={8}>
        <strong style={{ overflowWrap: 'anywhere' }}>{row.fileName}</strong>
        <StateTag kind="import" state={row.state} />
      </Flex>
      <Flex justify="space-between" gap={8}>
        <span className="faint">{row.shopName}</span>
        <Moment at={row.createdAt} />
      </Flex>
      <span>
        {t('import.created')} {row.counters.created} · {t('import.updated')} {row.counters.updated} · {t('import.refused')}{' '}
        {row.counters.refusedCount}
      </span>
    </Flex>
  )
}
