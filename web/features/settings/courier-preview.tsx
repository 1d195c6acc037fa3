import { Flex } from 'antd'
import { useTranslation } from 'react-i18next'
import { useMay } from '#web/app/session.ts'
import { CourierSteps } from '#web/features/fulfilment/courier-why.tsx'
import { useOperation } from '#web/shared/use-operation.ts'

const SHOWN = 10

/** What the rules as they are saved would do with the parcels that wait for a number. */
export function CourierPreview({ version }: { version: number }) {
  const { t } = useTranslation()
  const may = useMay()
  const isOpen = may('orders.view') && may('fulfilment.view')
  const parcels = useOperation(
    'orders.listParcels',
    { filters: { stations: ['waybill'] }, sort: 'deadline', limit: SHOWN },
    { enabled: isOpen },
  )
  const rows = parcels.data?.rows ?? []
  if (!isOpen || rows.length === 0) return null
  return (
    <section key={version}>
      <h3>{t('settings.rules.preview')}</h3>
      <p className="faint">{t('settings.rules.previewHint', { n: rows.length })}</p>
      <Flex vertical gap={8}>
        <PreviewRows parcels={rows.map(({ parcelId, number, province }) => ({ parcelId, number, province }))} />
      </Flex>
    </section>
  )
}

function PreviewRows({ parcels }: { parcels: { parcelId: string; number: string; province: string }[] }) {
  const choices = useOperation('fulfilment.explainCourier', { parcelIds: parcels.map(({ parcelId }) => parcelId) })
  return (choices.data?.rows ?? []).map((choice) => {
    const parcel = parcels.find(({ parcelId }) => parcelId === choice.parcelId)
    return (
      <div key={choice.parcelId} className="panel">
        <strong>{parcel?.number}</strong> <span className="faint">{parcel?.province}</span>
        <CourierSteps choice={choice} />
      </div>
    )
  })
}
