/** Facts that after-sales announce. They carry ids; whoever hears one reads again. */
import type { EventFact } from '#kernel/events.ts'

export const casesChanged = (shopId: string, caseIds: readonly string[]): EventFact[] =>
  caseIds.length === 0
    ? []
    : [{ kind: 'afterSales.casesChanged', permission: 'afterSales.view', shopIds: [shopId], ids: [...new Set(caseIds)] }]
