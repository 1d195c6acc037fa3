import { Alert, Flex, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { ParcelTraces } from '#web/features/tracing/trace-view.tsx'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import { ParcelOrders } from './parcel-orders.tsx'
import { ParcelReceiver } from './parcel-receiver.tsx'
import { ParcelFacts, ParcelFindings, ParcelLines, ParcelShipment } from './parcel-sections.tsx'
import { StationSteps } from './station-steps.tsx'
import './orders.css'

/** A parcel for the side panel: what a reviewer needs, most needed first. */
export function ParcelSheet({ parcelId }: { parcelId: string }) {
  const { t } = useTranslation()
  const query = useOperation('orders.readParcel', { parcelId }, { live: true })
  const parcel = query.data
  if (query.error && parcel?.parcelId !== parcelId) return <Alert type="error" title={sentenceOf(query.error)} />
  // The parcel shown before stays until this one is here, so that walking down the list does not flicker.
  if (!parcel) return <Skeleton active />
  // Usually the merge check has said it already.
  const isMergeHidden = parcel.mergeable.length > 0 && !parcel.findings.some((finding) => finding.code === 'mergeable')
  return (
    <Flex vertical gap={18} style={{ opacity: parcel.parcelId === parcelId ? 1 : 0.45 }}>
      <StationSteps station={parcel.station} />
      {parcel.findings.length > 0 && <ParcelFindings parcel={parcel} />}
      {isMergeHidden && <Alert type="info" title={t('orders.parcel.mergeable', { n: parcel.mergeable.length })} />}
      <ParcelLines parcel={parcel} />
      <ParcelFacts parcel={parcel} />
      <ParcelOrders parcel={parcel} />
      <ParcelReceiver key={parcel.parcelId} parcel={parcel} />
      {parcel.waybillNumber !== '' && <ParcelShipment parcel={parcel} />}
      {parcel.station === 'shipped' && <ParcelTraces parcelId={parcel.parcelId} />}
    </Flex>
  )
}
