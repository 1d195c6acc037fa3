import { Tag, Typography } from 'antd'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParcelPage } from '#contract/orders.ts'
import { CourierWhy } from '#web/features/fulfilment/courier-why.tsx'
import type { StateOf } from '#web/i18n/state-texts.ts'
import { Moment } from '#web/shared/moment.tsx'
import { formatMoney, Money } from '#web/shared/money.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { FindingList } from './flags.tsx'

export function Section({ title, extra, children }: { title: string; extra?: ReactNode; children: ReactNode }) {
  return (
    <section className="parcel-section">
      <h3>
        {title}
        {extra}
      </h3>
      {children}
    </section>
  )
}

type LineOfParcel = ParcelPage['lines'][number]

export function ParcelLines({ parcel }: { parcel: ParcelPage }) {
  const { t } = useTranslation()
  return (
    <Section title={t('orders.parcel.lines')} extra={<span className="faint">{t('orders.pieces', { n: parcel.pieces })}</span>}>
      <ul className="parcel-lines">
        {parcel.lines.map((line) => (
          <li key={line.lineId}>
            <div>
              {line.title}
              <div className="cell-sub">
                {line.variant && <span>{line.variant}</span>}
                {line.skuCode ? <span>{line.skuCode}</span> : <span className="warn">{t('orders.parcel.noSku')}</span>}
                <RefundTag line={line} />
              </div>
            </div>
            <div className="amount">
              <span className="quantity" data-many={line.quantity > 1}>
                × {line.quantity}
              </span>
              <div className="faint">
                <Money fen={line.paidFen} />
              </div>
            </div>
          </li>
        ))}
      </ul>
    </Section>
  )
}

function RefundTag({ line }: { line: LineOfParcel }) {
  if (line.refundState === 'none' || line.refundState === '') return null
  return <StateTag kind="refund" state={line.refundState as StateOf<'refund'>} />
}

export function ParcelFindings({ parcel }: { parcel: ParcelPage }) {
  const { t } = useTranslation()
  return (
    <Section title={t('orders.parcel.findings')}>
      <FindingList findings={parcel.findings} />
    </Section>
  )
}

/** Waybill, printing, shipping and the report to the platform. */
export function ParcelShipment({ parcel }: { parcel: ParcelPage }) {
  const { t } = useTranslation()
  const reported = parcel.orders.filter((order) => order.writeBack !== 'none')
  return (
    <Section title={t('orders.parcel.shipment')}>
      <dl className="facts">
        <dt>{t('orders.parcel.waybillNumber')}</dt>
        <dd>
          {parcel.waybillNumber ? (
            <>
              {parcel.carrier && <Tag>{parcel.carrier}</Tag>}
              <Typography.Text copyable>{parcel.waybillNumber}</Typography.Text>
              <CourierWhy parcelId={parcel.parcelId} />
            </>
          ) : (
            <span className="faint">{t('orders.parcel.notYet')}</span>
          )}
        </dd>
        <dt>{t('orders.parcel.printed')}</dt>
        <dd>
          {parcel.printedCount > 0 ? (
            t('orders.parcel.printedCount', { n: parcel.printedCount })
          ) : (
            <span className="faint">{t('orders.parcel.notYet')}</span>
          )}
        </dd>
        {reported.map((order) => (
          <WriteBackLine key={order.orderId} order={order} />
        ))}
      </dl>
    </Section>
  )
}

function WriteBackLine({ order }: { order: ParcelPage['orders'][number] }) {
  const { t } = useTranslation()
  return (
    <>
      <dt>{t('orders.parcel.writeBack')}</dt>
      <dd>
        <StateTag kind="writeBack" state={order.writeBack} /> <span className="faint">{order.platformOrderId}</span>
        {order.writeBackError && <div className="warn">{order.writeBackError}</div>}
      </dd>
    </>
  )
}

/** When it was ordered and paid, and what it is worth. */
export function ParcelFacts({ parcel }: { parcel: ParcelPage }) {
  const { t } = useTranslation()
  const freightFen = parcel.orders.reduce((sum, order) => sum + order.freightFen, 0)
  return (
    <dl className="facts">
      <dt>{t('orders.paid')}</dt>
      <dd>
        <strong>
          <Money fen={parcel.paidFen} />
        </strong>{' '}
        {freightFen > 0 && <span className="faint">{t('orders.freight', { amount: formatMoney(freightFen) })}</span>}
      </dd>
      <dt>{t('orders.paidAt')}</dt>
      <dd>
        <Moment at={parcel.paidAt} />
      </dd>
      <dt>{t('orders.buyer')}</dt>
      <dd>{parcel.buyerNick || '—'}</dd>
      <dt>{t('shared.shop')}</dt>
      <dd>{parcel.shopName}</dd>
      <dt>{t('shared.warehouse')}</dt>
      <dd>{parcel.warehouseName}</dd>
    </dl>
  )
}
