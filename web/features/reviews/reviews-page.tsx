import { Flex, Input, Segmented, Select, type TableColumnsType } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { REVIEW_FILTERS } from '#contract/closed-lists.ts'
import type { ReviewRow } from '#contract/reviews.ts'
import { DataTable } from '#web/shared/data-table.tsx'
import { FilterBar } from '#web/shared/filter-bar.tsx'
import { Moment } from '#web/shared/moment.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { ShopSelect, useShops } from '#web/shared/shop-select.tsx'
import { useOperation, useOperationPages } from '#web/shared/use-operation.ts'
import { ReviewDrawer } from './review-drawer.tsx'
import { Goods, OrderOf, ReplyTag, ReviewCard, ReviewWords, Stars } from './review-parts.tsx'
import { ReviewShopCard } from './review-shop-card.tsx'
import '#web/features/orders/orders.css'
import './reviews.css'

type Filters = { search?: string; shopIds?: string[]; stars?: number[]; state?: (typeof REVIEW_FILTERS)[number] }
const STARS = [5, 4, 3, 2, 1]

/** What buyers wrote, and the shop's one reply to each. */
export function ReviewsPage() {
  const { t } = useTranslation()
  const { nameOf } = useShops()
  const [filters, setFilters] = useState<Filters>({})
  const [openId, setOpenId] = useState<string | null>(null)
  const shops = useOperation('reviews.listReviewShops', {}, { live: true }).data?.rows ?? []
  const reviews = useOperationPages('reviews.listReviews', { filters }, { live: true })
  const columns = useColumns()
  const opened = useOperation('reviews.readReview', { reviewId: openId ?? '' }, { enabled: openId !== null, live: true }).data
  const row =
    openId === null ? undefined : opened?.reviewId === openId ? opened : reviews.rows.find(({ reviewId }) => reviewId === openId)
  return (
    <>
      <PageTitle title={t('buyerReviews.title')} hint={t('buyerReviews.hint')} />
      <div className="review-shops">
        {shops.map((shop) => (
          <ReviewShopCard key={shop.shopId} row={shop} />
        ))}
      </div>
      <ReviewFilters filters={filters} onChange={setFilters} />
      <DataTable
        rows={reviews.rows}
        rowKey="reviewId"
        columns={columns}
        card={(review) => <ReviewCard row={review} shopName={nameOf(review.shopId)} />}
        list={reviews}
        empty={{ title: t('buyerReviews.empty'), hint: t('buyerReviews.emptyHint') }}
        onOpen={({ reviewId }) => setOpenId(reviewId)}
      />
      <ReviewDrawer row={row} shop={shops.find(({ shopId }) => shopId === row?.shopId)} onClose={() => setOpenId(null)} />
    </>
  )
}

function ReviewFilters({ filters, onChange }: { filters: Filters; onChange: (filters: Filters) => void }) {
  const { t } = useTranslation()
  const isGiven = (value: unknown) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)
  const change = (part: Filters) =>
    onChange(Object.fromEntries(Object.entries({ ...filters, ...part }).filter(([, value]) => isGiven(value))) as Filters)
  return (
    <FilterBar
      filters={filters}
      onChange={onChange}
      search={
        <Input.Search
          key={filters.search ?? ''}
          defaultValue={filters.search ?? ''}
          allowClear
          placeholder={t('buyerReviews.search')}
          style={{ width: 240 }}
          onSearch={(words) => change({ search: words.trim() })}
        />
      }
    >
      <Segmented
        aria-label={t('buyerReviews.state')}
        value={filters.state ?? 'all'}
        onChange={(state) => onChange(state === 'all' ? without(filters) : { ...filters, state })}
        options={REVIEW_FILTERS.map((state) => ({ value: state, label: t(`buyerReviews.filters.${state}`) }))}
      />
      <Select<number[]>
        mode="multiple"
        allowClear
        style={{ minWidth: 130 }}
        placeholder={t('buyerReviews.anyStars')}
        value={filters.stars ?? []}
        onChange={(stars) => change({ stars })}
        options={STARS.map((stars) => ({ value: stars, label: t('buyerReviews.stars', { n: stars }) }))}
      />
      <ShopSelect value={filters.shopIds} onChange={(shopIds) => change({ shopIds })} />
    </FilterBar>
  )
}

const without = ({ state: _, ...filters }: Filters): Filters => filters

function useColumns(): TableColumnsType<ReviewRow> {
  const { t } = useTranslation()
  const { nameOf } = useShops()
  return [
    {
      title: t('buyerReviews.review'),
      width: 350,
      render: (_, row) => (
        <Flex vertical gap={2}>
          <Flex gap={8} align="center">
            <Stars stars={row.stars} />
            <span className="faint">
              <Moment at={row.createdAt} />
            </span>
          </Flex>
          <ReviewWords row={row} isCut />
        </Flex>
      ),
    },
    { title: t('buyerReviews.goods'), width: 240, render: (_, row) => <Goods row={row} /> },
    {
      title: t('buyerReviews.order'),
      width: 190,
      render: (_, row) => (
        <div>
          <OrderOf row={row} />
          <div className="cell-sub">{nameOf(row.shopId)}</div>
        </div>
      ),
    },
    {
      title: t('buyerReviews.reply'),
      width: 260,
      render: (_, row) => (
        <Flex vertical gap={2} align="start">
          <ReplyTag row={row} />
          {row.reply && (
            <div className="review-words faint" data-cut="true">
              {row.reply}
            </div>
          )}
        </Flex>
      ),
    },
  ]
}
