import { Button, Dropdown } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ParcelRow } from '#contract/orders.ts'
import { useMay } from '#web/app/session.ts'
import { useBulkCommand } from '#web/shared/use-bulk-command.ts'
import { useWarehouses } from '#web/shared/warehouse-select.tsx'
import { type ActContext, namesOf } from './parcel-acts.tsx'

const canMove = (parcel: ParcelRow) => ['unpaid', 'buffer', 'review', 'held', 'waybill'].includes(parcel.station)

/** Moves parcels to another warehouse; not there where the merchant has only one. */
export function AllocateAct({ targets, layout, onDone }: ActContext) {
  const { t } = useTranslation()
  const may = useMay()
  const { rows, isMany } = useWarehouses()
  const command = useBulkCommand('orders.allocateParcels', {
    title: t('orders.review.allocate'),
    nameOf: namesOf(targets),
    onDone: ({ done }) => onDone?.(done),
  })
  const isMine = targets.length === 0 ? may('orders.arrange') : targets.some(({ shopId }) => may('orders.arrange', shopId))
  const applies = targets.some(canMove)
  if (!isMany || !isMine || (layout === 'page' && !applies)) return null
  const elsewhere = rows.filter(({ warehouseId }) => targets.some((parcel) => parcel.warehouseId !== warehouseId))
  return (
    <Dropdown
      trigger={['click']}
      disabled={!applies}
      menu={{
        items: elsewhere.map(({ warehouseId, name }) => ({ key: warehouseId, label: name })),
        onClick: ({ key }) => command.run({ parcelIds: targets.map((parcel) => parcel.parcelId), warehouseId: key }),
      }}
    >
      <Button size={layout === 'bar' ? 'small' : 'medium'} disabled={!applies} loading={command.isPending}>
        {t('orders.review.allocate')}
      </Button>
    </Dropdown>
  )
}
