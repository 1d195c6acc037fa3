import type { CaseEvent, CasePage } from '#contract/after-sales.ts'
import { afterSales } from '#contract/after-sales.ts'
import { errors } from '#contract/errors.ts'
import { scopeOf } from '#kernel/access.ts'
import type { Reader } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { linesOfOrder, parcelsOfOrder } from '#modules/orders/public.ts'
import { refundRightOf } from '#modules/team/public.ts'
import { adapterFor } from '#server/platforms/registry.ts'
import { shownCases } from '../case-rows.ts'
import { caseById, type ListedCase, newsOfCase } from '../case-views.ts'
import { decisionsOfCase } from '../decision-views.ts'

const DECIDING = 'afterSales.decide'

export const readCase = query({
  name: 'afterSales.readCase',
  ...afterSales.readCase,
  summary:
    'One case with its goods, what the platform said, what was decided by whom under which limits, and what the reader may agree to.',
  access: { permission: 'afterSales.view', scope: 'shop' },
  errors: [errors.notFound],
  async run(reader, { caseId }, actor, world) {
    const found = await caseById(reader, actor.scope, caseId)
    const [row] = found ? await shownCases(reader, [found]) : []
    if (!found || !row) return fail(errors.notFound)
    const { services, missing } = adapterFor(row.platform)
    const mayDecide = actor.grants.some(({ permissions }) => permissions.has(DECIDING))
    const place = { shopId: found.shopId, holderId: found.handledBy }
    const right = await refundRightOf(reader, actor, { permission: DECIDING, row: place }, world.now())
    const seesOrders = scopeOf(actor, 'orders.view')
    return {
      ...row,
      lines: await concernedLines(reader, row.orderId, found),
      parcels: row.orderId && seesOrders ? await parcelsOfOrder(reader, seesOrders, row.orderId, world.now()) : [],
      timeline: await timelineOf(reader, caseId),
      missing: services.decideAfterSales ? null : (missing.decideAfterSales ?? null),
      allowance: mayDecide && right.grants.length > 0 ? allowanceOf(right) : null,
    }
  },
})

function allowanceOf({ perActFen, confirmAboveFen, perDayFen, usedTodayFen }: NonNullable<CasePage['allowance']>) {
  return { perActFen, confirmAboveFen, perDayFen, usedTodayFen }
}

/** Platforms name a line by its own number or by its variant; none named = the whole order. */
async function concernedLines(
  reader: Reader,
  orderId: string | null,
  { platformLineIds }: ListedCase,
): Promise<CasePage['lines']> {
  if (orderId === null) return []
  const named = new Set(platformLineIds)
  return (await linesOfOrder(reader, orderId)).map(({ platformLineId, platformSkuId, ...line }) => ({
    ...line,
    isConcerned: named.size === 0 || named.has(platformLineId) || named.has(platformSkuId),
  }))
}

/** In the order in which we learned or did it: platforms stamp whole seconds, and what was read first had happened before. */
async function timelineOf(reader: Reader, caseId: string): Promise<CaseEvent[]> {
  const [news, decisions] = await Promise.all([newsOfCase(reader, caseId), decisionsOfCase(reader, caseId)])
  const events: { learnedAt: string; event: CaseEvent }[] = [
    ...news.map(({ heardAt, ...one }) => ({ learnedAt: heardAt, event: { what: 'news' as const, ...one } })),
    ...decisions.map(({ grants, seenState: _, seenModifiedAt: __, ...decision }) => ({
      learnedAt: decision.decidedAt,
      event: {
        ...decision,
        ...{ what: 'decision' as const, id: decision.decisionId, at: decision.decidedAt },
        roles: [...new Set(grants.map(({ role }) => role))],
      },
    })),
  ]
  return events.sort((a, b) => Date.parse(b.learnedAt) - Date.parse(a.learnedAt)).map(({ event }) => event)
}
