import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMay } from '#web/app/session.ts'
import { VoidWaybillAct } from '#web/features/orders/void-waybill-act.tsx'
import { DocumentsButton } from './documents-button.tsx'
import { EndingNumbers } from './ending-numbers.tsx'
import { FulfilmentHead } from './fulfilment-head.tsx'
import { PrintDialog } from './print-dialog.tsx'
import { PrintHistory } from './print-history.tsx'
import { PrinterStrip } from './printer-strip.tsx'
import { BatchesInView, StationList } from './station-list.tsx'
import { useBatches, useStation } from './use-station.ts'

const route = getRouteApi('/shell/fulfilment/print')

/** Numbered parcels get their labels. */
export function PrintStation() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = useNavigate()
  const may = useMay()
  const station = useStation('print', search)
  const batches = useBatches('print')
  const [isPrinting, setPrinting] = useState(false)
  const mayAct = may('fulfilment.print')
  const isHistory = search.view === 'history'
  const show = (next: typeof search) => void navigate({ to: '/fulfilment/print', search: next })
  return (
    <>
      <FulfilmentHead
        tab="print"
        actions={
          <Segmented
            value={isHistory ? 'history' : 'queue'}
            onChange={(view) => show(view === 'history' ? { view } : {})}
            options={[
              { value: 'queue', label: t('fulfilment.queue') },
              { value: 'history', label: t('fulfilment.history') },
            ]}
          />
        }
      />
      <PrinterStrip />
      <EndingNumbers />
      <BatchesInView batches={batches} nameOf={station.nameOf} mayAct={mayAct} />
      {isHistory ? (
        <PrintHistory />
      ) : (
        <StationList kind="print" search={search} onSearch={show} station={station} mayAct={mayAct || may('fulfilment.waybill')}>
          <VoidWaybillAct targets={station.targets} layout="page" onDone={station.selection.clear} />
          {mayAct && <DocumentsButton parcelIds={station.selection.keys} />}
          {mayAct && (
            <Button type="primary" onClick={() => setPrinting(true)}>
              {t('fulfilment.print')}
            </Button>
          )}
        </StationList>
      )}
      {isPrinting && (
        <PrintDialog
          parcelIds={station.selection.keys}
          nameOf={station.nameOf}
          onStarted={(batchId) => {
            batches.follow(batchId)
            station.selection.clear()
            setPrinting(false)
          }}
          onClose={() => setPrinting(false)}
        />
      )}
    </>
  )
}
