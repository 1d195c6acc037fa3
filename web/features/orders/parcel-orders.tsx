import { EditOutlined, LockOutlined, MessageFilled } from '@ant-design/icons'
import { App, Button, Flex, Input, Typography } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParcelPage } from '#contract/orders.ts'
import { useMay } from '#web/app/session.ts'
import { Money } from '#web/shared/money.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useCommand } from '#web/shared/use-operation.ts'
import { Section } from './parcel-sections.tsx'
import { SellerNote } from './seller-note.tsx'

type OrderInParcel = ParcelPage['orders'][number]

/** Every order in the parcel with its own notes: merging never loses one. */
export function ParcelOrders({ parcel }: { parcel: ParcelPage }) {
  const { t } = useTranslation()
  const count = parcel.orders.length
  return (
    <Section
      title={t('orders.parcel.orders')}
      extra={count > 1 ? <span className="warn">{t('orders.parcel.ordersCount', { n: count })}</span> : null}
    >
      {parcel.orders.map((order) => (
        <OrderCard key={order.orderId} order={order} shopId={parcel.shopId} support={parcel.sellerNotes} />
      ))}
    </Section>
  )
}

type OrderCardProps = { order: OrderInParcel; shopId: string; support: ParcelPage['sellerNotes'] }
function OrderCard({ order, shopId, support }: OrderCardProps) {
  const { t } = useTranslation()
  const isSilent = !order.buyerNote && !order.sellerMemo && order.sellerFlag === 0
  return (
    <div className="parcel-order">
      <header>
        <Typography.Text strong copyable>
          {order.platformOrderId}
        </Typography.Text>
        <StateTag kind="order" state={order.status} />
        <Money fen={order.paidFen} />
      </header>
      {order.buyerNote && (
        <div className="note-line">
          <MessageFilled className="note-buyer" title={t('orders.buyerNote')} />
          <span>{order.buyerNote}</span>
        </div>
      )}
      {isSilent && <span className="faint">{t('orders.noNotes')}</span>}
      <SellerNote order={order} shopId={shopId} support={support} />
      <InternalNote key={order.internalNote} order={order} shopId={shopId} />
    </div>
  )
}

function InternalNote({ order, shopId }: { order: OrderInParcel; shopId: string }) {
  const { t } = useTranslation()
  const may = useMay()
  const { message } = App.useApp()
  const [draft, setDraft] = useState<string | null>(null)
  const save = useCommand('orders.setNote', {
    onDone: () => {
      setDraft(null)
      void message.success(t('orders.noteSaved'))
    },
  })
  const isEditable = may('orders.note', shopId)
  if (draft !== null)
    return (
      <Flex vertical gap={8}>
        <Input.TextArea autoFocus rows={2} maxLength={1000} value={draft} onChange={(event) => setDraft(event.target.value)} />
        <Flex gap={8}>
          <Button
            size="small"
            type="primary"
            loading={save.isPending}
            onClick={() => save.mutate({ orderId: order.orderId, note: draft.trim() })}
          >
            {t('shared.save')}
          </Button>
          <Button size="small" onClick={() => setDraft(null)}>
            {t('shared.cancel')}
          </Button>
        </Flex>
      </Flex>
    )
  return (
    <div className="note-line">
      {order.internalNote && (
        <>
          <LockOutlined className="faint" title={t('orders.internalNote')} />
          <span>{order.internalNote}</span>
        </>
      )}
      {isEditable && (
        <Button
          size="small"
          type="link"
          icon={<EditOutlined />}
          style={{ paddingInline: 0 }}
          onClick={() => setDraft(order.internalNote)}
        >
          {order.internalNote ? t('shared.edit') : t('orders.addInternalNote')}
        </Button>
      )}
    </div>
  )
}
