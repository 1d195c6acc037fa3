/** What happens to parcels on their way, as the couriers' machines would have scanned it. The same number always travels alike. */
import type { Kept } from './state-file.ts'

/** How a journey goes; without a wish it goes well. */
export const JOURNEY_KINDS = ['good', 'stuck', 'refused', 'returned', 'damaged', 'locker'] as const
export type JourneyKind = (typeof JOURNEY_KINDS)[number]
export type StopKind =
  | 'pickedUp'
  | 'inTransit'
  | 'outForDelivery'
  | 'atLocker'
  | 'delivered'
  | 'damaged'
  | 'refused'
  | 'returning'
  | 'returned'
export type Stop = { at: number; kind: StopKind; place: string; text: string }
type Journey = { startedAt: number; kind: JourneyKind }

export type Journeys = {
  /** Begins with the number's first scan; a journey that has begun goes on. */
  begin(waybillNumber: string, kind?: JourneyKind): void
  /** Stops until now, oldest first; none = the courier has never seen the number. */
  stopsOf(waybillNumber: string): Stop[]
}

const HOUR_MS = 3_600_000
const stop = (hours: number, kind: StopKind, place: string, text: string) => ({ hours, kind, place, text })
const start = [
  stop(0, 'pickedUp', '浙江,杭州市', '【杭州余杭公司】已揽收'),
  stop(3, 'inTransit', '浙江,杭州市', '离开【杭州转运中心】，发往【上海转运中心】'),
]
const arrival = [
  stop(14, 'inTransit', '上海,上海市', '到达【上海转运中心】'),
  stop(20, 'outForDelivery', '上海,上海市', '【上海闵行公司】正在派件'),
]
const ROUTES: Record<JourneyKind, readonly ReturnType<typeof stop>[]> = {
  good: [...start, ...arrival, stop(23, 'delivered', '上海,上海市', '已签收，签收人：本人')],
  stuck: start,
  locker: [...start, ...arrival, stop(22, 'atLocker', '上海,上海市', '已放入快递柜，请凭取件码取件')],
  damaged: [...start, stop(14, 'damaged', '上海,上海市', '包裹外包装破损，已登记问题件')],
  refused: [...start, ...arrival, stop(22, 'refused', '上海,上海市', '收件人拒收')],
  returned: [
    ...start,
    ...arrival,
    stop(22, 'refused', '上海,上海市', '收件人拒收'),
    stop(26, 'returning', '上海,上海市', '快件退回中'),
    stop(50, 'returned', '浙江,杭州市', '退件已签收，签收人：发件人'),
  ],
}

export function createJourneys(now: () => number, journeys: Kept<Journey>): Journeys {
  return {
    begin(waybillNumber, kind = 'good') {
      const known = journeys.get(waybillNumber)
      journeys.set(waybillNumber, { startedAt: known?.startedAt ?? now(), kind })
    },
    stopsOf(waybillNumber) {
      const journey = journeys.get(waybillNumber)
      if (!journey) return []
      return ROUTES[journey.kind].flatMap(({ hours, ...rest }) => {
        const at = journey.startedAt + hours * HOUR_MS
        return at <= now() ? [{ at, ...rest }] : []
      })
    },
  }
}
