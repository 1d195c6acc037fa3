import { Link, useNavigate } from '@tanstack/react-router'
import { Button, Drawer, Flex, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { OrderRow } from '#contract/orders.ts'
import { Moment } from '#web/shared/moment.tsx'
import { formatMoney, Money } from '#web/shared/money.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { NoteMarks } from './flags.tsx'
import { ParcelSheet } from './parcel-sheet.tsx'
import { StationSteps } from './station-steps.tsx'

/** An order with one parcel opens as that parcel; with several, or none, as a list of them. */
export function useOpenOrder(rows: readonly OrderRow[]) {
  const [orderId, setOrderId] = useState<string | null>(null)
  return {
    order: rows.find((row) => row.orderId === orderId),
    open: (row: OrderRow) => setOrderId(row.orderId),
    close: () => setOrderId(null),
  }
}

export function OrderDrawer({ order, onClose }: { order: OrderRow | undefined; onClose: () => void }) {
  const isNarrow = useIsNarrow()
  return (
    <Drawer
      open={order !== undefined}
      onClose={onClose}
      size={isNarrow ? '100%' : 520}
      destroyOnHidden
      title={
        order && (
          <Flex gap={8} align="center" wrap>
            {order.platformOrderId}
            <StateTag kind="order" state={order.status} />
          </Flex>
        )
      }
    >
      {order && <OrderSheet order={order} />}
    </Drawer>
  )
}

function OrderSheet({ order }: { order: OrderRow }) {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const [only] = order.parcels
  if (order.parcels.length === 1 && only)
    return (
      <Flex vertical gap={20}>
        <ParcelSheet parcelId={only.parcelId} />
        <Button type="primary" onClick={() => void navigate({ to: '/parcels/$parcelId', params: { parcelId: only.parcelId } })}>
          {t('orders.openParcel')}
        </Button>
      </Flex>
    )
  return (
    <Flex vertical gap={20}>
      <OrderFacts order={order} />
      {order.parcels.map((parcel) => (
        <Link key={parcel.parcelId} to="/parcels/$parcelId" params={{ parcelId: parcel.parcelId }} className="parcel-order">
          <strong>{parcel.number}</strong>
          <StationSteps station={parcel.station} />
        </Link>
      ))}
      {order.parcels.length === 0 && <Typography.Text type="secondary">{t('orders.noParcel')}</Typography.Text>}
    </Flex>
  )
}

function OrderFacts({ order }: { order: OrderRow }) {
  const { t } = useTranslation()
  return (
    <dl className="facts">
      <dt>{t('shared.shop')}</dt>
      <dd>{order.shopName}</dd>
      <dt>{t('orders.createdAt')}</dt>
      <dd>
        <Moment at={order.createdAt} exact />
      </dd>
      <dt>{t('orders.buyer')}</dt>
      <dd>
        {[order.buyerNick, order.province, order.city].filter(Boolean).join(' · ')}{' '}
        <NoteMarks
          row={{ hasBuyerNote: order.buyerNote !== '', hasSellerMemo: order.sellerMemo !== '', sellerFlag: order.sellerFlag }}
        />
      </dd>
      <dt>{t('orders.goods')}</dt>
      <dd>{order.linesText || '—'}</dd>
      <dt>{t('orders.paid')}</dt>
      <dd>
        <Money fen={order.paidFen} />{' '}
        {order.refundedFen > 0 && (
          <span className="warn">{t('orders.refunded', { amount: formatMoney(order.refundedFen) })}</span>
        )}
      </dd>
      {order.buyerNote && (
        <>
          <dt>{t('orders.buyerNote')}</dt>
          <dd>{order.buyerNote}</dd>
        </>
      )}
      {order.sellerMemo && (
        <>
          <dt>{t('orders.sellerMemo')}</dt>
          <dd>{order.sellerMemo}</dd>
        </>
      )}
    </dl>
  )
}
