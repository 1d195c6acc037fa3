import { getRouteApi } from '@tanstack/react-router'
import { Alert, Button, Flex, Popconfirm, Result, Skeleton, Typography } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ParcelPage as Parcel } from '#contract/orders.ts'
import { useMay } from '#web/app/session.ts'
import { ChangeNumberButton } from '#web/features/fulfilment/change-number-button.tsx'
import { ReprintButton } from '#web/features/fulfilment/reprint-button.tsx'
import { ParcelTraces } from '#web/features/tracing/trace-view.tsx'
import type { ApiError } from '#web/shared/api.ts'
import { PageTitle } from '#web/shared/page-title.tsx'
import { sentenceOf } from '#web/shared/sentence.ts'
import { useCommand, useOperation } from '#web/shared/use-operation.ts'
import { ClaimTag } from './claim-tag.tsx'
import { Deadline } from './deadline.tsx'
import { FlagChips } from './flags.tsx'
import { ParcelOrders } from './parcel-orders.tsx'
import { ParcelReceiver } from './parcel-receiver.tsx'
import { ParcelFacts, ParcelFindings, ParcelLines, ParcelShipment } from './parcel-sections.tsx'
import { ParcelTimeline } from './parcel-timeline.tsx'
import { ReviewActs } from './review-acts.tsx'
import { StationSteps } from './station-steps.tsx'
import { VoidWaybillAct } from './void-waybill-act.tsx'
import './orders.css'

const route = getRouteApi('/shell/parcels/$parcelId')

/** Everything about one parcel: where it stands, what is in it, what was said, what happened. */
export function ParcelPage() {
  const { t } = useTranslation()
  const { parcelId } = route.useParams()
  const query = useOperation('orders.readParcel', { parcelId }, { live: true })
  if (query.error && !query.data)
    return <Result status="404" title={isUnknown(query.error) ? t('orders.parcel.notFound') : sentenceOf(query.error)} />
  const parcel = query.data
  if (!parcel || parcel.parcelId !== parcelId) return <Skeleton active />
  return (
    <>
      <ParcelHead parcel={parcel} />
      <div className="parcel-page">
        <div className="parcel-column">
          <div className="panel">
            <StationSteps station={parcel.station} />
            <ParcelHints parcel={parcel} />
          </div>
          <div className="panel">
            <ParcelLines parcel={parcel} />
            <ParcelFacts parcel={parcel} />
          </div>
          <div className="panel">
            <ParcelOrders parcel={parcel} />
          </div>
          <div className="panel">
            <ParcelTimeline parcel={parcel} />
          </div>
        </div>
        <div className="parcel-column">
          <div className="panel">
            <ParcelFindings parcel={parcel} />
          </div>
          <div className="panel">
            <ParcelReceiver parcel={parcel} />
          </div>
          <div className="panel">
            <ParcelShipment parcel={parcel} />
          </div>
          {parcel.station === 'shipped' && (
            <div className="panel">
              <ParcelTraces parcelId={parcel.parcelId} />
            </div>
          )}
        </div>
      </div>
    </>
  )
}

/** No such parcel, or an address that was never one. */
function isUnknown({ status }: ApiError): boolean {
  return status === 404 || status === 400
}

function ParcelHead({ parcel }: { parcel: Parcel }) {
  const { t } = useTranslation()
  return (
    <PageTitle
      title={t('orders.parcel.title', { number: parcel.number })}
      hint={
        <Flex gap={10} wrap align="center">
          <Typography.Text copyable={{ text: parcel.number }} type="secondary">
            {parcel.shopName}
          </Typography.Text>
          <FlagChips parcelId={parcel.parcelId} flags={parcel.flags} />
          {parcel.station !== 'shipped' && <Deadline shipBy={parcel.shipBy} always />}
          <ClaimTag claim={parcel.claim} />
        </Flex>
      }
      actions={
        <>
          <ReviewActs targets={[parcel]} layout="page" />
          <UnmergeButton parcel={parcel} />
          {parcel.printedCount > 0 && <ReprintButton parcelIds={[parcel.parcelId]} shopId={parcel.shopId} />}
          <VoidWaybillAct targets={[parcel]} layout="page" />
          {parcel.station === 'shipped' && (
            <ChangeNumberButton parcel={{ ...parcel, parcelNumber: parcel.number }} shopId={parcel.shopId} />
          )}
        </>
      }
    />
  )
}

function UnmergeButton({ parcel }: { parcel: Parcel }) {
  const { t } = useTranslation()
  const may = useMay()
  const unmerge = useCommand('orders.unmergeParcel')
  const isMerged = parcel.orders.length > 1
  if (!isMerged || parcel.station === 'shipped' || !may('orders.arrange', parcel.shopId)) return null
  return (
    <Popconfirm title={t('orders.review.unmergeAsk')} onConfirm={() => unmerge.mutate({ parcelId: parcel.parcelId })}>
      <Button loading={unmerge.isPending}>{t('orders.review.unmerge')}</Button>
    </Popconfirm>
  )
}

function ParcelHints({ parcel }: { parcel: Parcel }) {
  const { t } = useTranslation()
  // Usually the merge check has said it already.
  const isMergeHidden = parcel.mergeable.length > 0 && !parcel.findings.some((finding) => finding.code === 'mergeable')
  return (
    <>
      {parcel.holdReason && <Alert type="warning" title={t('orders.parcel.holdReason', { reason: parcel.holdReason })} />}
      {isMergeHidden && <Alert type="info" title={t('orders.parcel.mergeable', { n: parcel.mergeable.length })} />}
    </>
  )
}
