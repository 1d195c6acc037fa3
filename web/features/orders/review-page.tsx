import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, Drawer, Segmented } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { ParcelRow } from '#contract/orders.ts'
import { useMay } from '#web/app/session.ts'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { ShopSelect } from '#web/shared/shop-select.tsx'
import { useIsNarrow } from '#web/shared/use-is-narrow.ts'
import { useOperation, useOperationPages } from '#web/shared/use-operation.ts'
import { WarehouseSelect } from '#web/shared/warehouse-select.tsx'
import { ClaimNext } from './claim-next.tsx'
import { given, SearchField } from './filter-fields.tsx'
import { KeyHelp } from './key-help.tsx'
import { ParcelSheet } from './parcel-sheet.tsx'
import { ReviewActs } from './review-acts.tsx'
import { ReviewList } from './review-list.tsx'
import { QUEUES, type ReviewSearch, readReviewSearch } from './review-search.ts'
import { useReviewCursor } from './use-review-cursor.ts'
import { useReviewKeys } from './use-review-keys.ts'
import './orders.css'
import './review.css'

const route = getRouteApi('/shell/review')
const PAGE = 200

/** The review queue: a list, the parcel beside it, and a key for everything. */
export function ReviewPage() {
  const search = route.useSearch()
  const isNarrow = useIsNarrow()
  const { queue = 'review', claimed, shopIds, warehouseIds, search: words } = search
  const parcels = useOperationPages(
    'orders.listParcels',
    {
      filters: given<{ search?: string }>({ stations: [queue], claimed, shopIds, warehouseIds, search: words } as object),
      sort: 'deadline',
      limit: PAGE,
    },
    { live: true },
  )
  const [isHelpOpen, setHelpOpen] = useState(false)
  const cursor = useReviewCursor(parcels.rows, parcels)
  const open = useOpenParcel()
  const press = useReviewKeys({
    cursor,
    openCurrent: () => cursor.current && open(cursor.current),
    showHelp: () => setHelpOpen(true),
  })
  const targets = cursor.selected.length > 0 ? cursor.selected : cursor.current ? [cursor.current] : []
  const bar = (
    <div className="review-bar" ref={press}>
      <ReviewActs targets={targets} layout="bar" onDone={cursor.drop} />
      <TargetCount count={cursor.selected.length} />
    </div>
  )
  return (
    <div className="review" data-narrow={isNarrow}>
      <ReviewHead search={search} showHelp={() => setHelpOpen(true)} />
      {parcels.rows.length === 0 && !parcels.isLoading ? (
        <EmptyQueue search={search} />
      ) : (
        <div className="review-desk">
          <ReviewList cursor={cursor} list={parcels} isNarrow={isNarrow} />
          {!isNarrow && <aside className="review-side">{cursor.current && <SideParcel parcel={cursor.current} />}</aside>}
        </div>
      )}
      {parcels.rows.length > 0 && bar}
      {isNarrow && <NarrowParcel parcel={cursor.opened} onClose={() => cursor.setOpened(null)} />}
      <KeyHelp isOpen={isHelpOpen} onClose={() => setHelpOpen(false)} />
    </div>
  )
}

function useOpenParcel() {
  const navigate = useNavigate()
  return (parcel: ParcelRow) => void navigate({ to: '/parcels/$parcelId', params: { parcelId: parcel.parcelId } })
}

function TargetCount({ count }: { count: number }) {
  const { t } = useTranslation()
  return count > 0 ? <span className="review-count">{t('orders.review.selected', { n: count })}</span> : null
}

function ReviewHead({ search, showHelp }: { search: ReviewSearch; showHelp: () => void }) {
  const { t } = useTranslation()
  const may = useMay()
  const isNarrow = useIsNarrow()
  const navigate = useNavigate()
  const counts = useOperation('orders.countStations', {}, { live: true }).data
  const change = (part: { [K in keyof ReviewSearch]?: ReviewSearch[K] | undefined }) =>
    void navigate({ to: '/review', search: readReviewSearch({ ...search, ...part }) })
  return (
    <>
      <PageTitle
        title={t('orders.review.title')}
        actions={
          <>
            {!isNarrow && (
              <Button type="text" onClick={showHelp}>
                {t('orders.review.keysHint')}
              </Button>
            )}
            {may('orders.review') && (
              <ClaimNext shopIds={search.shopIds} onClaimed={() => change({ queue: 'review', claimed: 'mine' })} />
            )}
          </>
        }
      />
      <div className="filter-bar review-filters">
        <Segmented
          value={search.queue ?? 'review'}
          onChange={(queue) => change({ queue })}
          options={QUEUES.map((queue) => ({
            value: queue,
            label: `${t(`orders.review.queues.${queue}`)} ${counts?.stations[queue] ?? 0}`,
          }))}
        />
        <Segmented<'all' | 'mine' | 'nobody'>
          value={search.claimed ?? 'all'}
          onChange={(claimed) => change({ claimed: claimed === 'all' ? undefined : claimed })}
          options={[
            { value: 'all', label: t('orders.review.everybody') },
            { value: 'mine', label: `${t('orders.list.mine')} ${counts?.mine ?? 0}` },
            { value: 'nobody', label: t('orders.list.nobody') },
          ]}
        />
        <ShopSelect value={search.shopIds} onChange={(shopIds) => change({ shopIds })} />
        <WarehouseSelect value={search.warehouseIds} onChange={(warehouseIds) => change({ warehouseIds })} />
        <SearchField
          value={search.search}
          placeholder={t('orders.review.search')}
          onSearch={(words) => change({ search: words })}
        />
      </div>
    </>
  )
}

function EmptyQueue({ search }: { search: ReviewSearch }) {
  const { t } = useTranslation()
  if (search.claimed === 'mine') return <EmptyList title={t('orders.review.emptyMine')} hint={t('orders.review.emptyMineHint')} />
  if (search.queue === 'held') return <EmptyList title={t('orders.review.emptyHeld')} />
  if (search.queue === 'buffer') return <EmptyList title={t('orders.review.emptyBuffer')} hint={t('orders.review.bufferHint')} />
  return <EmptyList title={t('orders.review.emptyReview')} hint={t('orders.review.emptyReviewHint')} />
}

function SideParcel({ parcel }: { parcel: ParcelRow }) {
  const { t } = useTranslation()
  const open = useOpenParcel()
  return (
    <>
      <header>
        <strong>{parcel.number}</strong>
        <Button size="small" type="link" onClick={() => open(parcel)}>
          {t('orders.openParcel')}
        </Button>
      </header>
      <ParcelSheet parcelId={parcel.parcelId} />
    </>
  )
}

function NarrowParcel({ parcel, onClose }: { parcel: ParcelRow | undefined; onClose: () => void }) {
  return (
    <Drawer open={parcel !== undefined} onClose={onClose} placement="bottom" size="72%" mask={false} title={parcel?.number ?? ''}>
      {parcel && <ParcelSheet parcelId={parcel.parcelId} />}
    </Drawer>
  )
}
