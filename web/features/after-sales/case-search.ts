import { AFTER_SALE_KINDS } from '#contract/closed-lists.ts'

export const CASE_VIEWS = ['todo', 'underway', 'over', 'all'] as const
export type CaseView = (typeof CASE_VIEWS)[number]
export type CaseFilters = {
  shopId?: string
  kind?: (typeof AFTER_SALE_KINDS)[number]
  /** Ends within a day. */
  soon?: true
  /** The platform did not take the decision. */
  trouble?: true
  search?: string
}
export type CaseSearch = CaseFilters & { view?: CaseView }

export function readCaseSearch(raw: Record<string, unknown>): CaseSearch {
  const text = (value: unknown) => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')
  const view = CASE_VIEWS.find((each) => each === raw.view)
  const kind = AFTER_SALE_KINDS.find((each) => each === raw.kind)
  const [shopId, search] = [text(raw.shopId), text(raw.search)]
  return {
    ...(view && view !== 'todo' && { view }),
    ...(kind && { kind }),
    ...(shopId && { shopId }),
    ...(raw.soon === true && { soon: true }),
    ...(raw.trouble === true && { trouble: true }),
    ...(search && { search }),
  }
}
