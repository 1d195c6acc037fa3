import { Link } from '@tanstack/react-router'
import { Flex, type TableColumnsType } from 'antd'
import { useTranslation } from 'react-i18next'
import type { OrderRow } from '#contract/orders.ts'
import { Moment } from '#web/shared/moment.tsx'
import { formatMoney, Money } from '#web/shared/money.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { NoteMarks } from './flags.tsx'

export function useOrderColumns(): TableColumnsType<OrderRow> {
  const { t } = useTranslation()
  return [
    { title: t('orders.order'), width: 195, render: (_, row) => <OrderName row={row} /> },
    { title: t('orders.goods'), width: 245, render: (_, row) => <Goods row={row} /> },
    { title: t('orders.buyer'), width: 115, render: (_, row) => <Buyer row={row} /> },
    { title: t('orders.paid'), width: 105, align: 'end', render: (_, row) => <Amount row={row} /> },
    { title: t('orders.notes'), width: 120, render: (_, row) => <Notes row={row} /> },
    { title: t('orders.status'), width: 90, render: (_, row) => <StateTag kind="order" state={row.status} /> },
    { title: t('orders.parcels'), width: 155, render: (_, row) => <OrderParcels row={row} /> },
  ]
}

function OrderName({ row }: { row: OrderRow }) {
  return (
    <div style={{ whiteSpace: 'nowrap' }}>
      {row.platformOrderId}
      <div className="cell-sub">
        <span>{row.shopName}</span>
        <Moment at={row.createdAt} />
      </div>
    </div>
  )
}

function Goods({ row }: { row: OrderRow }) {
  return (
    <div className="cell-lines" title={row.linesText}>
      {row.linesText || '—'}
    </div>
  )
}

function Buyer({ row }: { row: OrderRow }) {
  return (
    <div>
      {row.buyerNick || '—'}
      <div className="cell-sub">{[row.province, row.city === row.province ? '' : row.city].filter(Boolean).join(' ')}</div>
    </div>
  )
}

function Amount({ row }: { row: OrderRow }) {
  const { t } = useTranslation()
  return (
    <div className="cell-number">
      <Money fen={row.paidFen} />
      <div className="faint">{t('orders.pieces', { n: row.pieces })}</div>
      {row.refundedFen > 0 && <div className="warn">{t('orders.refunded', { amount: formatMoney(row.refundedFen) })}</div>}
    </div>
  )
}

function Notes({ row }: { row: OrderRow }) {
  const words = [row.buyerNote, row.sellerMemo].filter(Boolean).join(' / ')
  return (
    <div>
      <NoteMarks row={{ hasBuyerNote: row.buyerNote !== '', hasSellerMemo: row.sellerMemo !== '', sellerFlag: row.sellerFlag }} />
      {words && (
        <div className="cell-lines cell-sub" title={words}>
          {words}
        </div>
      )}
    </div>
  )
}

/** Where the goods of this order are: each parcel with its station leads to its page. */
function OrderParcels({ row }: { row: OrderRow }) {
  const { t } = useTranslation()
  if (row.parcels.length === 0) return <span className="faint">{t('orders.noParcel')}</span>
  return (
    <div className="parcel-chips">
      {row.parcels.map((parcel) => (
        <Link
          key={parcel.parcelId}
          to="/parcels/$parcelId"
          params={{ parcelId: parcel.parcelId }}
          title={[parcel.number, parcel.waybillNumber].filter(Boolean).join(' · ')}
        >
          <StateTag kind="station" state={parcel.station} />
        </Link>
      ))}
    </div>
  )
}

export function OrderCard({ row }: { row: OrderRow }) {
  const { t } = useTranslation()
  return (
    <Flex vertical gap={4}>
      <Flex justify="space-between" gap={8}>
        <strong>{row.platformOrderId}</strong>
        <Money fen={row.paidFen} />
      </Flex>
      <div className="cell-lines">{row.linesText}</div>
      <Flex justify="space-between" align="center" gap={8}>
        <span className="cell-sub">
          <span>{row.shopName}</span>
          <span>{row.buyerNick}</span>
          <Moment at={row.createdAt} />
        </span>
        <NoteMarks
          row={{ hasBuyerNote: row.buyerNote !== '', hasSellerMemo: row.sellerMemo !== '', sellerFlag: row.sellerFlag }}
        />
      </Flex>
      <Flex justify="space-between" align="center" gap={8}>
        {row.parcels.length > 0 ? <OrderParcels row={row} /> : <StateTag kind="order" state={row.status} />}
        {row.refundedFen > 0 && <span className="warn">{t('orders.refunded', { amount: formatMoney(row.refundedFen) })}</span>}
      </Flex>
    </Flex>
  )
}
