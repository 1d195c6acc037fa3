import { Flex, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ParcelRow } from '#contract/orders.ts'
import { Moment } from '#web/shared/moment.tsx'
import { Money } from '#web/shared/money.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useWarehouses } from '#web/shared/warehouse-select.tsx'
import { ClaimTag } from './claim-tag.tsx'
import { Deadline } from './deadline.tsx'
import { FlagChips, NoteMarks } from './flags.tsx'

export function useParcelColumns(): TableColumnsType<ParcelRow> {
  const { t } = useTranslation()
  const { isMany } = useWarehouses()
  const warehouse = { title: t('shared.warehouse'), dataIndex: 'warehouseName', width: 90, ellipsis: true }
  return [
    { title: t('orders.list.parcel'), width: 165, render: (_, row) => <ParcelName row={row} /> },
    { title: t('orders.goods'), width: 250, render: (_, row) => <ParcelGoods row={row} /> },
    { title: t('orders.buyer'), width: 105, render: (_, row) => <ParcelBuyer row={row} /> },
    {
      title: t('orders.paid'),
      width: 95,
      align: 'end',
      render: (_, row) => (
        <div className="cell-number">
          <Money fen={row.paidFen} />
          <div className={row.pieces > 1 ? 'warn' : 'faint'}>{t('orders.pieces', { n: row.pieces })}</div>
        </div>
      ),
    },
    ...(isMany ? [warehouse] : []),
    { title: t('orders.list.station'), width: 190, render: (_, row) => <ParcelStation row={row} /> },
    { title: t('orders.parcel.waybillNumber'), width: 165, render: (_, row) => <ParcelWaybill row={row} /> },
  ]
}

function ParcelName({ row }: { row: ParcelRow }) {
  return (
    <div>
      {row.number}
      <div className="cell-sub">
        <span>{row.shopName}</span>
        <Moment at={row.paidAt ?? row.createdAt} />
      </div>
    </div>
  )
}

function ParcelGoods({ row }: { row: ParcelRow }) {
  return (
    <div className="cell-lines" title={row.linesText}>
      <NoteMarks row={row} /> {row.linesText}
    </div>
  )
}

function ParcelBuyer({ row }: { row: ParcelRow }) {
  return (
    <div>
      {row.buyerNick || '—'}
      <div className="cell-sub">{row.province}</div>
    </div>
  )
}

function ParcelStation({ row }: { row: ParcelRow }) {
  return (
    <Flex vertical gap={4} align="start">
      <Flex gap={4} wrap align="center">
        <StateTag kind="station" state={row.station} />
        <FlagChips parcelId={row.parcelId} flags={row.flags} />
        <ClaimTag claim={row.claim} />
      </Flex>
      {row.station !== 'shipped' && row.station !== 'stopped' && <Deadline shipBy={row.shipBy} />}
    </Flex>
  )
}

function ParcelWaybill({ row }: { row: ParcelRow }) {
  if (!row.waybillNumber) return <span className="faint">—</span>
  return (
    <div>
      {row.waybillNumber}
      <div className="cell-sub">
        {row.carrier}
        {row.writeBack !== 'none' && <StateTag kind="writeBack" state={row.writeBack} />}
      </div>
    </div>
  )
}

export function ParcelCard({ row }: { row: ParcelRow }) {
  const { t } = useTranslation()
  const { isMany } = useWarehouses()
  return (
    <Flex vertical gap={4}>
      <Flex justify="space-between" gap={8}>
        <strong>{row.number}</strong>
        <Money fen={row.paidFen} />
      </Flex>
      <div className="cell-lines">{row.linesText}</div>
      <Flex gap={8} wrap align="center" className="cell-sub">
        <span>{row.buyerNick}</span>
        <span>{row.province}</span>
        <span>{t('orders.pieces', { n: row.pieces })}</span>
        {isMany && <span>{row.warehouseName}</span>}
        <NoteMarks row={row} />
      </Flex>
      <ParcelStation row={row} />
      {row.waybillNumber && <ParcelWaybill row={row} />}
    </Flex>
  )
}
