import { AuditOutlined, BarcodeOutlined, CarOutlined, CheckCircleOutlined, PrinterOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { Permission } from '#contract/permissions.ts'
import { useMay } from '#web/app/session.ts'
import type { OutputOf } from '#web/shared/api.ts'

type Counts = OutputOf<'orders.countStations'>
type Tile = {
  station: 'review' | 'waybill' | 'print' | 'ship' | 'shipped'
  icon: ReactNode
  /** Whose work this is; `see` opens the list also for those who only look. */
  work: Permission
  see: Permission
  to: { to: string; search: Record<string, unknown> }
}

const TILES: readonly Tile[] = [
  { station: 'review', icon: <AuditOutlined />, work: 'orders.review', see: 'orders.review', to: { to: '/review', search: {} } },
  {
    station: 'waybill',
    icon: <BarcodeOutlined />,
    work: 'fulfilment.waybill',
    see: 'fulfilment.view',
    to: { to: '/fulfilment/waybills', search: {} },
  },
  {
    station: 'print',
    icon: <PrinterOutlined />,
    work: 'fulfilment.print',
    see: 'fulfilment.view',
    to: { to: '/fulfilment/print', search: {} },
  },
  {
    station: 'ship',
    icon: <CarOutlined />,
    work: 'fulfilment.ship',
    see: 'fulfilment.view',
    to: { to: '/fulfilment/ship', search: {} },
  },
  {
    station: 'shipped',
    icon: <CheckCircleOutlined />,
    work: 'fulfilment.ship',
    see: 'orders.view',
    to: { to: '/parcels', search: { stations: ['shipped'] } },
  },
]

/** The assembly line from left to right. One's own stations are large and come first; the others stand beside them, small. */
export function StationTiles({ counts }: { counts: Counts }) {
  const { t } = useTranslation()
  const may = useMay()
  const own = TILES.filter((tile) => may(tile.work))
  const others = TILES.filter((tile) => !may(tile.work))
  const large = own.length > 0 ? own : others
  return (
    <nav className="station-line" aria-label={t('workbench.line')}>
      <div className="station-tiles">
        {large.map((tile) => (
          <StationTile key={tile.station} tile={tile} counts={counts} />
        ))}
      </div>
      {own.length > 0 && others.length > 0 && (
        <div className="station-others">
          {others.map((tile) => (
            <StationTile key={tile.station} tile={tile} counts={counts} isSmall />
          ))}
        </div>
      )}
    </nav>
  )
}

function StationTile({ tile, counts, isSmall }: { tile: Tile; counts: Counts; isSmall?: boolean }) {
  const { t } = useTranslation()
  const may = useMay()
  const { station, icon } = tile
  const count = counts.stations[station] ?? 0
  // Without the right to the station itself its parcels can still be looked at.
  const target = may(tile.see) ? tile.to : { to: '/parcels', search: { stations: [station] } }
  return (
    <Link
      to={target.to}
      search={target.search as never}
      className="station-tile"
      data-small={isSmall ?? false}
      data-waiting={count > 0 && station !== 'shipped'}
    >
      <span className="station-name">
        {icon} {t(`workbench.stations.${station}`)}
      </span>
      <strong>{count.toLocaleString('zh-CN')}</strong>
      <span className="faint">{station === 'review' ? <ReviewHint counts={counts} /> : t(`workbench.hints.${station}`)}</span>
    </Link>
  )
}

function ReviewHint({ counts }: { counts: Counts }) {
  const { t } = useTranslation()
  const { held = 0, buffer = 0 } = counts.stations
  const also = [
    held > 0 ? t('workbench.heldCount', { n: held }) : '',
    buffer > 0 ? t('workbench.bufferCount', { n: buffer }) : '',
  ].filter(Boolean)
  return also.length > 0 ? also.join(' · ') : t('workbench.hints.review')
}
