import { Link } from '@tanstack/react-router'
import { Flex, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import type { PrintJobRow } from '#contract/fulfilment.ts'
import { useMay } from '#web/app/session.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { BulkBar } from '#web/shared/bulk-bar.tsx'
import { DataTable } from '#web/shared/data-table.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useOperation } from '#web/shared/use-operation.ts'
import { useSelection } from '#web/shared/use-selection.ts'
import { usePrinterReasons } from './printer-reasons.ts'
import { ReprintButton } from './reprint-button.tsx'

type Sheet = OutputOf<'fulfilment.listSheets'>['rows'][number]

/** The sheets of one job, each with its own state; any of them can be printed again with a reason. */
export function JobSheets({ job }: { job: PrintJobRow }) {
  const { t } = useTranslation()
  const may = useMay()
  const sheets = useOperation('fulfilment.listSheets', { printJobId: job.printJobId }, { live: 3_000 })
  const rows = sheets.data?.rows ?? []
  const selection = useSelection()
  const columns = useSheetColumns()
  const chosen = rows.filter((row) => selection.keys.includes(row.sheetId))
  return (
    <>
      <DataTable
        isInDrawer
        rows={rows}
        rowKey="sheetId"
        columns={columns}
        card={(row) => (
          <Flex justify="space-between" gap={8} wrap>
            <span>
              {row.place}. {row.parcelNumber}
            </span>
            <StateTag kind="sheet" state={row.state} />
            <span className="faint">{row.waybillNumber}</span>
          </Flex>
        )}
        list={{ isLoading: sheets.isLoading, error: sheets.error, reload: () => void sheets.refetch() }}
        empty={{ title: t('fulfilment.noHistory') }}
        {...(may('fulfilment.reprint') && { selection })}
      />
      <BulkBar count={chosen.length} onClear={selection.clear}>
        <ReprintButton
          parcelIds={[...new Set(chosen.map((sheet) => sheet.parcelId))]}
          {...(job.printerId && { preferredPrinterId: job.printerId })}
          onStarted={selection.clear}
        />
      </BulkBar>
    </>
  )
}

function useSheetColumns(): TableColumnsType<Sheet> {
  const { t } = useTranslation()
  const words = usePrinterReasons()
  return [
    { title: t('fulfilment.sheet'), dataIndex: 'place', width: 64 },
    {
      title: t('fulfilment.parcel'),
      width: 150,
      render: (_, row) => (
        <Link to="/parcels/$parcelId" params={{ parcelId: row.parcelId }}>
          {row.parcelNumber}
        </Link>
      ),
    },
    { title: t('fulfilment.waybillNumber'), dataIndex: 'waybillNumber', width: 150 },
    {
      title: t('fulfilment.state'),
      width: 170,
      render: (_, row) => (
        <>
          <StateTag kind="sheet" state={row.state} />
          {row.copy > 1 && <span className="faint">{t('fulfilment.copy', { n: row.copy })}</span>}
          {row.problem && <div className="warn">{words(row.problem.split(', '))}</div>}
        </>
      ),
    },
  ]
}
