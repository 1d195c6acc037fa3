import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Popconfirm } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay } from '#web/app/session.ts'
import { VoidWaybillAct } from '#web/features/orders/void-waybill-act.tsx'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import { EndingNumbers } from './ending-numbers.tsx'
import { FulfilmentHead } from './fulfilment-head.tsx'
import { ReprintButton } from './reprint-button.tsx'
import { ScanBox } from './scan-box.tsx'
import { BatchesInView, StationList } from './station-list.tsx'
import { type Station, useBatches, useStation } from './use-station.ts'

const route = getRouteApi('/shell/fulfilment/ship')

/** Labelled parcels leave the house: one by one with a scanner, or many at once. */
export function ShipStation() {
  const search = route.useSearch()
  const navigate = useNavigate()
  const may = useMay()
  const station = useStation('ship', search)
  const reprints = useBatches('print')
  const mayAct = may('fulfilment.ship')
  return (
    <>
      <FulfilmentHead tab="ship" />
      <EndingNumbers />
      {mayAct && <ScanBox />}
      <BatchesInView batches={reprints} nameOf={station.nameOf} mayAct={may('fulfilment.print')} />
      <StationList
        kind="ship"
        search={search}
        onSearch={(next) => void navigate({ to: '/fulfilment/ship', search: next })}
        station={station}
        mayAct={mayAct || may('fulfilment.reprint')}
      >
        <VoidWaybillAct targets={station.targets} layout="page" onDone={station.selection.clear} />
        <ReprintButton
          parcelIds={station.selection.keys}
          onStarted={(batchId) => {
            reprints.follow(batchId)
            station.selection.clear()
          }}
        />
        {mayAct && <ShipButton station={station} />}
      </StationList>
    </>
  )
}

function ShipButton({ station }: { station: Station }) {
  const { t } = useTranslation()
  const parcelIds = station.selection.keys
  const ship = useBulkCommand('fulfilment.shipParcels', {
    title: t('fulfilment.ship'),
    nameOf: station.nameOf,
    onDone: station.selection.clear,
  })
  return (
    <Popconfirm title={t('fulfilment.shipAsk', { n: parcelIds.length })} onConfirm={() => ship.run({ parcelIds })}>
      <Button type="primary" loading={ship.isPending}>
        {t('fulfilment.ship')}
      </Button>
    </Popconfirm>
  )
}
