import { useTranslation } from 'react-i18next'
import { useMayCall } from '#web/app/session.ts'
import { useLanguage } from '#web/i18n/i18n.ts'
import { useOperation } from '#web/shared/use-operation.ts'
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
      hint={<VoidHint />}
      suggestions={(['address', 'carrier', 'refund'] as const).map((reason) => t(`orders.voidReasons.${reason}`))}
    />
  )
}

/** What giving back means, and when each interface in use gives the balance back. */
function VoidHint() {
  const { t } = useTranslation()
  const language = useLanguage()
  const mayCall = useMayCall()
  const enabled = mayCall('fulfilment.listCarrierAccounts')
  const accounts = useOperation('fulfilment.listCarrierAccounts', {}, { enabled }).data?.rows ?? []
  const interfaces = useOperation('fulfilment.listCarriers', {}, { enabled }).data?.interfaces ?? []
  const used = interfaces.filter(({ interfaceName }) => accounts.some((account) => account.interfaceName === interfaceName))
  return (
    <>
      {t('orders.voidHint')}
      {used.map(
        (each) =>
          each.backAfterDays !== null && (
            <div key={each.interfaceName} className="faint">
              {t('orders.voidBackAfter', { name: each[language], days: each.backAfterDays })}
            </div>
          ),
      )}
    </>
  )
}
