import { useTranslation } from 'react-i18next'
import type { ParcelRow } from '#contract/orders.ts'
import { useMe } from '#web/app/session.ts'
import { AllocateAct } from './allocate-act.tsx'
import { MergeAct } from './merge-act.tsx'
import { type ActContext, PlainAct, ReasonedAct } from './parcel-acts.tsx'
import { SplitAct } from './split-act.tsx'

const IN_REVIEW = ['buffer', 'review', 'held']
const BEFORE_SHIPPING = ['waybill', 'print', 'ship']
const isInReview = (parcel: ParcelRow) => IN_REVIEW.includes(parcel.station)

/** Everything a reviewer can do with these parcels; on the review page each button has its key. */
export function ReviewActs(context: ActContext) {
  const { t } = useTranslation()
  const n = context.targets.length
  // These acts leave the parcel in the queue, so the list must not let go of it.
  const { onDone: _, ...staying } = context
  return (
    <>
      <PlainAct
        {...context}
        operation="orders.approveParcels"
        text={t('orders.review.approve')}
        keyName="a"
        kind="primary"
        permission="orders.review"
        appliesTo={isInReview}
      />
      <ReasonedAct
        {...context}
        operation="orders.holdParcels"
        text={t('orders.review.hold')}
        keyName="h"
        permission="orders.review"
        appliesTo={isInReview}
        title={t('orders.review.holdTitle', { n })}
        suggestions={(['ask', 'stock', 'address', 'merge'] as const).map((reason) => t(`orders.review.holdReasons.${reason}`))}
      />
      <PlainAct
        {...context}
        operation="orders.releaseParcels"
        text={t('orders.review.release')}
        keyName="r"
        permission="orders.review"
        appliesTo={(parcel) => parcel.station === 'held'}
      />
      <MergeAct {...context} />
      <SplitAct {...context} />
      <AllocateAct {...staying} />
      <ReasonedAct
        {...context}
        operation="orders.approveForced"
        text={t('orders.review.approveForced')}
        keyName="f"
        kind="danger"
        permission="orders.reviewForced"
        appliesTo={(parcel) => parcel.station === 'held'}
        title={t('orders.review.forcedTitle', { n })}
        hint={t('orders.review.forcedHint')}
      />
      <ClaimActs {...staying} />
      <PlainAct
        {...staying}
        operation="orders.recheckParcels"
        text={t('orders.review.recheck')}
        keyName="e"
        permission="orders.review"
        appliesTo={isInReview}
      />
      <WithdrawAct {...context} />
    </>
  )
}

function ClaimActs(context: ActContext) {
  const { t } = useTranslation()
  const me = useMe()
  const isOpen = (parcel: ParcelRow) => isInReview(parcel) || BEFORE_SHIPPING.includes(parcel.station)
  return (
    <>
      {context.layout === 'page' && (
        <PlainAct
          {...context}
          operation="orders.claimParcels"
          text={t('orders.review.claim')}
          permission="orders.review"
          appliesTo={(parcel) => parcel.claim === null && isInReview(parcel)}
        />
      )}
      <PlainAct
        {...context}
        operation="orders.giveBackParcels"
        text={t('orders.review.giveBack')}
        keyName="g"
        permission="orders.review"
        appliesTo={(parcel) => parcel.claim?.accountId === me.accountId}
      />
      <ReasonedAct
        {...context}
        operation="orders.takeOverParcels"
        text={t('orders.review.takeOver')}
        keyName="t"
        permission="takeover.claims"
        appliesTo={(parcel) => isOpen(parcel) && parcel.claim !== null && parcel.claim.accountId !== me.accountId}
        title={t('orders.review.takeOverTitle', { n: context.targets.length })}
        hint={t('orders.review.takeOverHint')}
        suggestions={(['away', 'urgent'] as const).map((reason) => t(`orders.review.takeOverReasons.${reason}`))}
      />
    </>
  )
}

/** Belongs to parcels that have left review, so the review page itself does not offer it. */
function WithdrawAct(context: ActContext) {
  const { t } = useTranslation()
  if (context.layout === 'bar') return null
  return (
    <ReasonedAct
      {...context}
      operation="orders.withdrawApproval"
      text={t('orders.review.withdraw')}
      permission="orders.review"
      appliesTo={(parcel) => BEFORE_SHIPPING.includes(parcel.station)}
      title={t('orders.review.withdrawTitle', { n: context.targets.length })}
      hint={t('orders.review.withdrawHint')}
    />
  )
}
