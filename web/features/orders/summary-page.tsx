import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Button, DatePicker, Flex, Select, Tabs } from 'antd'
import dayjs from 'dayjs'
import { useTranslation } from 'react-i18next'
import { EmptyList } from '#web/shared/empty-list.tsx'
import { formatMoney } from '#web/shared/money.tsx'
import { PageTitle } from '#web/shared/page-title.tsx'
import { useShops } from '#web/shared/shop-select.tsx'
import { useOperation } from '#web/shared/use-operation.ts'
import { readSummarySearch, type SummarySearch } from './summary-search.ts'
import { type Counters, SummaryTable } from './summary-table.tsx'
import './summary.css'

const route = getRouteApi('/shell/totals')
const DAY = 'YYYY-MM-DD'

/** What was sold: in all, by day, by province. */
export function SummaryPage() {
  const { t } = useTranslation()
  const search = route.useSearch()
  const navigate = useNavigate()
  const summary = useOperation('orders.summarizeOrders', search, { live: 30_000 })
  const { total, byDay = [], byProvince = [] } = summary.data ?? {}
  const days = byDay.toSorted((a, b) => b.day.localeCompare(a.day)).map(({ day, ...counters }) => ({ name: day, counters }))
  const provinces = byProvince
    .toSorted((a, b) => b.netFen - a.netFen)
    .map(({ province, ...counters }) => ({ name: province || t('orders.summary.unknownProvince'), counters }))
  return (
    <>
      <PageTitle title={t('orders.summary.title')} hint={t('orders.summary.hint')} />
      <SummaryFilters search={search} onChange={(next) => void navigate({ to: '/totals', search: readSummarySearch(next) })} />
      {total && <SummaryCards total={total} />}
      {total?.orders === 0 ? (
        <EmptyList title={t('orders.summary.empty')} />
      ) : (
        <Tabs
          items={[
            {
              key: 'day',
              label: t('orders.summary.byDay'),
              children: <SummaryTable nameTitle={t('orders.summary.day')} rows={days} isLoading={summary.isLoading} />,
            },
            {
              key: 'province',
              label: t('orders.summary.byProvince'),
              children: <SummaryTable nameTitle={t('orders.province')} rows={provinces} isLoading={summary.isLoading} />,
            },
          ]}
        />
      )}
    </>
  )
}

function SummaryFilters({ search, onChange }: { search: SummarySearch; onChange: (search: SummarySearch) => void }) {
  const { t } = useTranslation()
  const { rows: shops } = useShops()
  const { shopId, from, to } = search
  const lastDays = (count: number) =>
    onChange({
      ...search,
      from: dayjs()
        .subtract(count - 1, 'day')
        .format(DAY),
      to: dayjs().format(DAY),
    })
  return (
    <Flex className="filter-bar" gap={8} wrap align="center">
      <Select
        allowClear
        showSearch={{ optionFilterProp: 'label' }}
        style={{ width: 200 }}
        placeholder={t('shared.allShops')}
        value={shopId ?? null}
        onChange={(chosen: string | undefined) => {
          const { shopId: _, ...rest } = search
          onChange(chosen ? { ...rest, shopId: chosen } : rest)
        }}
        options={shops.map((shop) => ({ value: shop.shopId, label: shop.name }))}
      />
      <DatePicker.RangePicker
        allowEmpty={[true, true]}
        placeholder={[t('orders.from'), t('orders.to')]}
        value={[from ? dayjs(from) : null, to ? dayjs(to) : null]}
        onChange={(range) =>
          onChange({
            ...(shopId && { shopId }),
            ...(range?.[0] && { from: range[0].format(DAY) }),
            ...(range?.[1] && { to: range[1].format(DAY) }),
          })
        }
      />
      <Button type="text" onClick={() => lastDays(7)}>
        {t('orders.summary.last7')}
      </Button>
      <Button type="text" onClick={() => lastDays(30)}>
        {t('orders.summary.last30')}
      </Button>
      <Button type="text" onClick={() => lastDays(90)}>
        {t('orders.summary.last90')}
      </Button>
      <Button type="text" onClick={() => onChange(shopId ? { shopId } : {})}>
        {t('orders.summary.allTime')}
      </Button>
    </Flex>
  )
}

function SummaryCards({ total }: { total: Counters }) {
  const { t } = useTranslation()
  const averageFen = total.paid > 0 ? Math.round(total.paidFen / total.paid) : 0
  const refundRatio = total.paid > 0 ? total.withRefund / total.paid : 0
  const cards = [
    [t('orders.summary.netFen'), formatMoney(total.netFen), `${t('orders.summary.paidFen')} ${formatMoney(total.paidFen)}`],
    [t('orders.summary.orders'), count(total.orders), `${t('orders.summary.paidOrders')} ${count(total.paid)}`],
    [t('orders.summary.average'), formatMoney(averageFen), `${t('orders.summary.pieces')} ${count(total.pieces)}`],
    [
      t('orders.summary.refundedFen'),
      formatMoney(total.refundedFen),
      `${t('orders.summary.withRefund')} ${count(total.withRefund)} · ${(refundRatio * 100).toFixed(1)}%`,
    ],
  ] as const
  return (
    <div className="summary-cards">
      {cards.map(([name, value, below]) => (
        <div key={name} className="panel">
          <span className="faint">{name}</span>
          <strong>{value}</strong>
          <span className="faint">{below}</span>
        </div>
      ))}
    </div>
  )
}

function count(value: number): string {
  return value.toLocaleString('zh-CN')
}
