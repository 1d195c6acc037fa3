/** Packing desks. Pure. */
import type { SHEET_STATES } from '#contract/fulfilment.ts'

/** How long the page of a desk may be silent about a sheet it was given before a person is asked to look at the paper. */
export const DESK_LEASE_MS = 120_000

type SheetState = (typeof SHEET_STATES)[number]
type ReportedState = 'accepted' | 'printed' | 'failed' | 'unknown'
/** From which states a word of the component counts: what a person has settled, and what has ended, stays. */
const COUNTS_FROM: Record<ReportedState, readonly SheetState[]> = {
  accepted: ['sending'],
  printed: ['sending', 'accepted', 'unknown'],
  failed: ['sending', 'accepted', 'unknown'],
  unknown: ['sending', 'accepted'],
}

export type DeskReport = { sheetId: string; state: ReportedState; problem: string }

/** Words grouped by the states they may follow; the last word about a sheet counts. */
export function reportsByOrigin(
  reports: readonly DeskReport[],
): { from: readonly SheetState[]; news: (DeskReport & { printerJobId: null })[] }[] {
  const last = [...new Map(reports.map((report) => [report.sheetId, report])).values()]
  return (Object.keys(COUNTS_FROM) as ReportedState[]).flatMap((state) => {
    const news = last
      .filter((report) => report.state === state)
      .map(({ sheetId, problem }) => ({ sheetId, state, printerJobId: null, problem }))
    return news.length > 0 ? [{ from: COUNTS_FROM[state], news }] : []
  })
}
