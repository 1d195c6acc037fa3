export type SummarySearch = { shopId?: string; from?: string; to?: string }

const DAY = /^\d{4}-\d{2}-\d{2}$/

export function readSummarySearch(raw: Record<string, unknown>): SummarySearch {
  const { shopId, from, to } = raw
  return {
    ...(typeof shopId === 'string' && shopId !== '' && { shopId }),
    ...(typeof from === 'string' && DAY.test(from) && { from }),
    ...(typeof to === 'string' && DAY.test(to) && { to }),
  }
}
