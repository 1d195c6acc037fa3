import { Flex, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useMayCall } from '#web/app/session.ts'
import type { OperationName } from '#web/shared/api.ts'
import { useShops } from '#web/shared/shop-select.tsx'
import { useOperation } from '#web/shared/use-operation.ts'

export type RowKind = 'shop' | 'order' | 'parcel' | 'account'
export type RowChoice = { kind: RowKind; id: string }
type RowPickerProps = { value: RowChoice | null; onChange: (row: RowChoice | null) => void }
const KINDS: RowKind[] = ['shop', 'order', 'parcel', 'account']
/** A kind that the reader may not list cannot be looked up. */
const lists = {
  shop: 'shops.listShops',
  order: 'orders.listOrders',
  parcel: 'orders.listParcels',
  account: 'team.listStaff',
} as const satisfies Record<RowKind, OperationName>

/** One shop, order, parcel or person, found by what people call it. */
export function RowPicker({ value, onChange }: RowPickerProps) {
  const { t } = useTranslation()
  const mayCall = useMayCall()
  const kinds = KINDS.filter((each) => mayCall(lists[each]))
  const [kind, setKind] = useState<RowKind | null>(value?.kind ?? null)
  const choose = (next: RowKind | null) => {
    setKind(next)
    onChange(null)
  }
  return (
    <Flex gap={8} wrap>
      <Select
        allowClear
        value={kind}
        aria-label={t('why.onRow')}
        placeholder={t('why.anyRow')}
        style={{ width: 110 }}
        onChange={(next: RowKind | undefined) => choose(next ?? null)}
        options={kinds.map((each) => ({ value: each, label: t(`why.kinds.${each}`) }))}
      />
      {kind && <RowSearch key={kind} kind={kind} id={value?.id ?? null} onChoose={(id) => onChange(id ? { kind, id } : null)} />}
    </Flex>
  )
}

type Option = { value: string; label: string }
type RowSearchProps = { kind: RowKind; id: string | null; onChoose: (id: string | null) => void }

function RowSearch({ kind, id, onChoose }: RowSearchProps) {
  const { t } = useTranslation()
  const [words, setWords] = useState('')
  const options = useRows(kind, words.trim())
  return (
    <Select
      allowClear
      value={id}
      aria-label={t(`why.find.${kind}`)}
      placeholder={t(`why.find.${kind}`)}
      showSearch={kind === 'shop' ? { optionFilterProp: 'label' } : { filterOption: false, onSearch: setWords }}
      style={{ flex: 1, minWidth: 200 }}
      onChange={(chosen: string | undefined) => onChoose(chosen ?? null)}
      options={options}
    />
  )
}

function useRows(kind: RowKind, search: string): Option[] {
  const mayCall = useMayCall()
  const shops = useShops()
  const orders = useOperation(
    'orders.listOrders',
    { filters: { ...(search && { search }) } },
    { enabled: kind === 'order' && mayCall('orders.listOrders') },
  )
  const parcels = useOperation(
    'orders.listParcels',
    { filters: { ...(search && { search }) }, sort: 'newest' },
    { enabled: kind === 'parcel' && mayCall('orders.listParcels') },
  )
  const people = useOperation('team.listStaff', { ...(search && { search }) }, { enabled: kind === 'account' })
  switch (kind) {
    case 'shop':
      return shops.rows.map(({ shopId, name }) => ({ value: shopId, label: name }))
    case 'order':
      return (orders.data?.rows ?? []).map((row) => ({ value: row.orderId, label: row.platformOrderId }))
    case 'parcel':
      return (parcels.data?.rows ?? []).map((row) => ({ value: row.parcelId, label: parcelName(row) }))
    case 'account':
      return (people.data?.rows ?? []).map(({ accountId, name, login }) => ({ value: accountId, label: `${name} · ${login}` }))
  }
}

const parcelName = ({ number, platformOrderIds }: { number: string; platformOrderIds: string[] }): string =>
  [number, platformOrderIds.join('、')].filter(Boolean).join(' · ')
