/** Packing desks. Pure. */
import type { SHEET_STATES } from '#contract/fulfilment.ts'

/** How long the page of a desk may be silent about a sheet it was given before a person is asked to look at the paper. */
export const DESK_LEASE_MS = 120_000

type SheetState = (typeof SHEET_STATES)[number]
type ReportedState = 'accepted' | 'drawn' | 'printed' | 'failed' | 'cancelled' | 'unknown'
/** From which states a word of the component counts: what a person has settled, and what has ended, stays. */
const COUNTS_FROM: Record<ReportedState, readonly SheetState[]> = {
  accepted: ['sending'],
  drawn: ['sending', 'accepted'],
  printed: ['sending', 'accepted', 'unknown'],
  failed: ['sending', 'accepted', 'unknown'],
  cancelled: ['sending', 'accepted', 'unknown'],
  unknown: ['sending', 'accepted'],
}

export type DeskReport = { sheetId: string; state: ReportedState; problem: string }

type Told = { sheetId: string; state: SheetState; printerJobId: null; problem: string }
/**
 * Words grouped by the states they may follow; the last word about a sheet counts. Drawn is no state of a sheet: it lies in the printer
 * before and after, whoever waits for it waits on, so it is an accepted one of which is noted when it was drawn.
 */
export function reportsByOrigin(
  reports: readonly DeskReport[],
): { from: readonly SheetState[]; isDrawn: boolean; news: Told[] }[] {
  const last = [...new Map(reports.map((report) => [report.sheetId, report])).values()]
  return (Object.keys(COUNTS_FROM) as ReportedState[]).flatMap((state) => {
    const isDrawn = state === 'drawn'
    const news = last
      .filter((report) => report.state === state)
      .map(({ sheetId, problem }) => ({ sheetId, state: isDrawn ? 'accepted' : state, printerJobId: null, problem }) as const)
    return news.length > 0 ? [{ from: COUNTS_FROM[state], isDrawn, news }] : []
  })
}
