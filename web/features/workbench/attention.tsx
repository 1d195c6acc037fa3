import {
  BarcodeOutlined,
  CheckCircleOutlined,
  ClockCircleOutlined,
  CloudSyncOutlined,
  InboxOutlined,
  PauseCircleOutlined,
  PrinterOutlined,
  RollbackOutlined,
  ShopOutlined,
  StarOutlined,
  TagOutlined,
  TruckOutlined,
  UserOutlined,
} from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { ShopRow } from '#contract/shops.ts'
import { useMay } from '#web/app/session.ts'
import { usePrinterReasons } from '#web/features/fulfilment/printer-reasons.ts'
import type { OutputOf } from '#web/shared/api.ts'
import { useOperation } from '#web/shared/use-operation.ts'
import './attention.css'

type Counts = OutputOf<'orders.countStations'>
type Matter = {
  key: string
  icon: ReactNode
  text: string
  count?: number
  tone: 'bad' | 'look' | 'own'
  to: string
  search: object
}

const OPEN_STATIONS = ['review', 'held', 'buffer', 'waybill', 'print', 'ship']

/** Everything that goes wrong by itself if nobody looks; empty on a good day. */
export function Attention({ counts }: { counts: Counts }) {
  const { t } = useTranslation()
  const matters = [
    ...useOrderMatters(counts),
    ...useTraceMatters(),
    ...useEndingNumberMatters(),
    ...useAfterSaleMatters(),
    ...useSellerNoteMatters(),
    ...useReviewMatters(),
    ...usePrinterMatters(),
    ...useShopMatters(),
  ]
  if (matters.length === 0)
    return (
      <p className="all-calm">
        <CheckCircleOutlined /> {t('workbench.allCalm')}
      </p>
    )
  return (
    <ul className="attention" aria-label={t('workbench.attention')}>
      {matters.map((matter) => (
        <li key={matter.key}>
          <Link className="attention-link" to={matter.to} search={matter.search as never} data-tone={matter.tone}>
            {matter.icon}
            <span>{matter.text}</span>
            {matter.count !== undefined && <strong>{matter.count.toLocaleString('zh-CN')}</strong>}
          </Link>
        </li>
      ))}
    </ul>
  )
}

function useOrderMatters(counts: Counts): Matter[] {
  const { t } = useTranslation()
  const may = useMay()
  const { held = 0 } = counts.stations
  const all: (Matter & { isMine: boolean; count: number })[] = [
    {
      key: 'late',
      icon: <ClockCircleOutlined />,
      text: t('workbench.late'),
      count: counts.late,
      tone: 'bad',
      to: '/parcels',
      search: { stations: OPEN_STATIONS, sort: 'deadline' },
      isMine: true,
    },
    {
      key: 'mine',
      icon: <UserOutlined />,
      text: t('workbench.mine'),
      count: counts.mine,
      tone: 'own',
      to: '/review',
      search: { claimed: 'mine' },
      isMine: may('orders.review'),
    },
    {
      key: 'held',
      icon: <PauseCircleOutlined />,
      text: t('states.station.held'),
      count: held,
      tone: 'look',
      to: '/review',
      search: { queue: 'held' },
      isMine: may('orders.review'),
    },
    {
      key: 'writeBack',
      icon: <CloudSyncOutlined />,
      text: t('workbench.writeBackFailed'),
      count: counts.writeBackFailed,
      tone: 'bad',
      to: '/fulfilment/write-backs',
      search: {},
      isMine: may('fulfilment.view'),
    },
    {
      key: 'quarantined',
      icon: <InboxOutlined />,
      text: t('workbench.quarantined'),
      count: counts.quarantined,
      tone: 'bad',
      to: '/shops/quarantine',
      search: {},
      isMine: may('intake.view'),
    },
  ]
  return all.filter((matter) => matter.isMine && matter.count > 0)
}

function useTraceMatters(): Matter[] {
  const { t } = useTranslation()
  const may = useMay()
  const enabled = may('fulfilment.traceExceptions') && may('fulfilment.view')
  const count = useOperation('tracing.countExceptions', {}, { enabled, live: true }).data?.total ?? 0
  if (count === 0) return []
  const [to, search] = ['/fulfilment/tracking', { view: 'exceptions' }]
  return [{ key: 'onTheirWay', icon: <TruckOutlined />, text: t('workbench.onTheirWay'), count, tone: 'bad', to, search }]
}

function useEndingNumberMatters(): Matter[] {
  const { t } = useTranslation()
  const may = useMay()
  const enabled = may('fulfilment.view')
  const ending = useOperation('fulfilment.listEndingWaybills', {}, { enabled, live: true }).data
  if (!ending || ending.total === 0) return []
  const [to, text] = ['/fulfilment/print', t('workbench.numbersEnding')]
  const tone = ending.rows.some((row) => row.isOver) ? 'bad' : 'look'
  return [{ key: 'endingNumbers', icon: <BarcodeOutlined />, text, count: ending.total, tone, to, search: {} }]
}

function useAfterSaleMatters(): Matter[] {
  const { t } = useTranslation()
  const may = useMay()
  const enabled = may('afterSales.decide') && may('afterSales.view')
  const counts = useOperation('afterSales.countCases', {}, { enabled, live: true }).data
  if (!counts) return []
  const icon = <RollbackOutlined />
  const [due, failed] = [counts.dueSoon, counts.inTrouble]
  const to = '/after-sales'
  return [
    ...(due > 0
      ? [{ key: 'due', icon, text: t('workbench.afterSalesDue'), count: due, tone: 'bad' as const, to, search: { soon: true } }]
      : []),
    ...(failed > 0
      ? [
          {
            ...{ key: 'undelivered', icon, text: t('workbench.afterSalesFailed'), count: failed, tone: 'bad' as const, to },
            search: { view: 'all', trouble: true },
          },
        ]
      : []),
  ]
}

function useSellerNoteMatters(): Matter[] {
  const { t } = useTranslation()
  const may = useMay()
  const enabled = may('orders.note') && may('orders.view')
  const count = useOperation('orders.listNoteProblems', {}, { enabled, live: true }).data?.rows.length ?? 0
  if (count === 0) return []
  return [
    { key: 'notes', icon: <TagOutlined />, text: t('workbench.notesFailed'), count, tone: 'bad', to: '/orders', search: {} },
  ]
}

function useReviewMatters(): Matter[] {
  const { t } = useTranslation()
  const may = useMay()
  const enabled = may('reviews.reply') && may('reviews.view')
  const shops = useOperation('reviews.listReviewShops', {}, { enabled, live: true }).data?.rows ?? []
  const count = shops.reduce((sum, shop) => sum + shop.badCount, 0)
  if (count === 0) return []
  return [
    { key: 'reviews', icon: <StarOutlined />, text: t('workbench.badReviews'), count, tone: 'look', to: '/reviews', search: {} },
  ]
}

function useShopMatters(): Matter[] {
  const { t } = useTranslation()
  const may = useMay()
  const shops = useOperation('shops.listShops', {}, { enabled: may('shops.view'), live: true }).data?.rows ?? []
  return shops.flatMap((shop): Matter[] => {
    const text = troubleOf(shop)
    if (!text) return []
    const tone = text === 'shopLate' || text === 'shopExpiring' ? 'look' : 'bad'
    return [
      {
        key: shop.shopId,
        icon: <ShopOutlined />,
        text: t(`workbench.${text}`, { shop: shop.name }),
        tone,
        to: '/shops',
        search: {},
      },
    ]
  })
}

function usePrinterMatters(): Matter[] {
  const { t } = useTranslation()
  const may = useMay()
  const words = usePrinterReasons()
  const isMine = may('fulfilment.view')
  const printers = useOperation('fulfilment.listPrinters', {}, { enabled: isMine, live: true }).data?.rows ?? []
  const inTrouble = printers.filter(({ state }) => isMine && (state === 'stopped' || state === 'unreachable'))
  return inTrouble.map((printer) => ({
    key: printer.printerId,
    icon: <PrinterOutlined />,
    text: t('workbench.printerTrouble', {
      printer: printer.name,
      reason: words(printer.reasons) || t(`states.printer.${printer.state}`),
    }),
    tone: 'bad',
    to: '/fulfilment/print',
    search: {},
  }))
}

type ShopTrouble = 'shopExpired' | 'shopUnauthorised' | 'shopExpiring' | 'shopStale' | 'shopLate'

function troubleOf(shop: ShopRow): ShopTrouble | null {
  if (shop.state === 'paused') return null
  if (shop.state === 'authorisation_expired' || shop.authorisation === 'expired') return 'shopExpired'
  if (shop.state === 'unauthorised') return 'shopUnauthorised'
  if (shop.authorisation === 'expiring') return 'shopExpiring'
  if (shop.sync.freshness === 'stale') return 'shopStale'
  return shop.sync.freshness === 'late' ? 'shopLate' : null
}
