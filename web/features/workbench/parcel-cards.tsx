import { Link } from '@tanstack/react-router'
import { Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import type { ParcelRow } from '#contract/orders.ts'
import { Deadline } from '#web/features/orders/deadline.tsx'
import { FlagChips } from '#web/features/orders/flags.tsx'
import { StateTag } from '#web/shared/state-tag.tsx'
import { useOperation } from '#web/shared/use-operation.ts'
import '#web/features/orders/orders.css'

const SHOWN = 8
const OPEN = ['review', 'held', 'buffer', 'waybill', 'print', 'ship'] as const

/** Those whose ship-by moment is nearest, wherever they stand. */
export function UrgentParcels() {
  const { t } = useTranslation()
  const query = useOperation(
    'orders.listParcels',
    { filters: { stations: [...OPEN] }, sort: 'deadline', limit: SHOWN },
    { live: true },
  )
  return (
    <section className="panel">
      <header className="workbench-list-head">
        <strong>{t('workbench.urgent')}</strong>
        <Link to="/parcels" search={{ stations: [...OPEN], sort: 'deadline' }}>
          {t('workbench.all')}
        </Link>
      </header>
      <ParcelLinks rows={query.data?.rows} empty={t('workbench.urgentNone')} />
    </section>
  )
}

export function MyParcels() {
  const { t } = useTranslation()
  const query = useOperation(
    'orders.listParcels',
    { filters: { claimed: 'mine' }, sort: 'deadline', limit: SHOWN },
    { live: true },
  )
  return (
    <section className="panel">
      <header className="workbench-list-head">
        <strong>{t('workbench.mine')}</strong>
        <Link to="/review" search={{ claimed: 'mine' }}>
          {t('workbench.toReview')}
        </Link>
      </header>
      <ParcelLinks rows={query.data?.rows} empty={t('workbench.mineNone')} />
    </section>
  )
}

function ParcelLinks({ rows, empty }: { rows: readonly ParcelRow[] | undefined; empty: string }) {
  if (!rows) return <Skeleton active title={false} />
  if (rows.length === 0) return <span className="faint">{empty}</span>
  return (
    <ul className="workbench-parcels">
      {rows.map((row) => (
        <li key={row.parcelId}>
          <StateTag kind="station" state={row.station} />
          <Link to="/parcels/$parcelId" params={{ parcelId: row.parcelId }} className="workbench-goods">
            {row.linesText}
          </Link>
          <FlagChips parcelId={row.parcelId} flags={row.flags} />
          <Deadline shipBy={row.shipBy} always />
        </li>
      ))}
    </ul>
  )
}
