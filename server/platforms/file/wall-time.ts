import { cellText, LONGEST_VALUE } from './cell-text.ts'

export type DateOrder = 'ymd' | 'dmy' | 'mdy' | 'epochSeconds' | 'epochMilliseconds'
const CLOCK = String.raw`(?:[T\s]*(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2})(?:\.\d+)?)?[分秒]?)?\s*(Z|[+-]\d{2}:?\d{2})?`
const YMD = new RegExp(String.raw`^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?${CLOCK}$`, 'i')
const OTHER = new RegExp(String.raw`^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})${CLOCK}$`, 'i')

/** A cell to ISO 8601 UTC; null when empty; undefined when it cannot be read. A date with its own offset keeps it. */
export function readTime(cell: string, order: DateOrder, zone: string): string | null | undefined {
  const text = cellText(cell)
  if (text === '' || text === '-' || text === '--' || text.startsWith('0000-00-00')) return null
  if (order === 'epochSeconds' || order === 'epochMilliseconds') return readEpoch(text, order === 'epochSeconds' ? 1000 : 1)
  if (text.length > LONGEST_VALUE) return undefined
  const match = YMD.exec(text) ?? (order === 'ymd' ? null : OTHER.exec(text))
  if (!match) return undefined
  const [a = '', b = '', c = '', hour = '0', minute = '0', second = '0', offset] = match.slice(1)
  const [year, month, day] = a.length === 4 ? [a, b, c] : order === 'dmy' ? [c, b, a] : [c, a, b]
  const parts = [Number(year), Number(month), Number(day), Number(hour), Number(minute), Number(second)] as const
  const wall = Date.UTC(parts[0], parts[1] - 1, parts[2], parts[3], parts[4], parts[5])
  const date = new Date(wall)
  // 2026-02-30 and 25:00 would silently become another day.
  if (date.getUTCMonth() !== parts[1] - 1 || date.getUTCDate() !== parts[2] || parts[3] > 23 || parts[4] > 59 || parts[5] > 59)
    return undefined
  return new Date(wall - (offset ? writtenOffset(offset) : zoneOffset(wall, zone))).toISOString()
}

function readEpoch(text: string, factor: number): string | null | undefined {
  if (!/^\d{1,13}$/.test(text)) return undefined
  if (Number(text) === 0) return null
  const at = Number(text) * factor
  return at <= 8.64e15 ? new Date(at).toISOString() : undefined
}

function writtenOffset(offset: string): number {
  if (/^z$/i.test(offset)) return 0
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))
  return (offset.startsWith('-') ? -minutes : minutes) * 60_000
}

const HOUR_MS = 3_600_000
const zones = new Map<string, { format: Intl.DateTimeFormat; offsets: Map<number, number> }>()
/** How far the zone's clock is ahead of UTC when it shows `wall`. Asked once per zone and hour; a clock shown twice is the later one's. */
function zoneOffset(wall: number, zone: string): number {
  let known = zones.get(zone)
  if (!known) {
    known = {
      format: new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: 'numeric',
        day: 'numeric',
        hour: 'numeric',
        minute: 'numeric',
        second: 'numeric',
      }),
      offsets: new Map(),
    }
    zones.set(zone, known)
  }
  const hour = Math.floor(wall / HOUR_MS)
  let offset = known.offsets.get(hour)
  if (offset === undefined) {
    if (known.offsets.size > 50_000) known.offsets.clear()
    const guess = offsetAt(hour * HOUR_MS, known.format)
    offset = offsetAt(hour * HOUR_MS - guess, known.format)
    known.offsets.set(hour, offset)
  }
  return offset
}
function offsetAt(instant: number, format: Intl.DateTimeFormat): number {
  const shown = Object.fromEntries(format.formatToParts(instant).map((part) => [part.type, Number(part.value)]))
  return (
    Date.UTC(shown.year ?? 0, (shown.month ?? 1) - 1, shown.day ?? 1, shown.hour ?? 0, shown.minute ?? 0, shown.second ?? 0) -
    instant
  )
}
