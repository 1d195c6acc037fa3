import { useTranslation } from 'react-i18next'
import { type ActContext, ReasonedAct } from './parcel-acts.tsx'

/** Gives the waybill number back to the carrier, while nothing has left the house. */
export function VoidWaybillAct(context: ActContext) {
  const { t } = useTranslation()
  return (
    <ReasonedAct
      {...context}
      operation="fulfilment.voidWaybills"
      text={t('orders.voidWaybill')}
      permission="fulfilment.waybill"
      kind="danger"
      appliesTo={(parcel) => parcel.station === 'print' || parcel.station === 'ship'}
      title={t('orders.voidTitle', { n: context.targets.length })}
      hint={t('orders.voidHint')}
      suggestions={(['address', 'carrier', 'refund'] as const).map((reason) => t(`orders.voidReasons.${reason}`))}
    />
  )
}
