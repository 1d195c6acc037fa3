import { z } from 'zod'
import { AFTER_SALE_ACTS, AFTER_SALE_KINDS, AFTER_SALE_PHASES, AFTER_SALE_STATES, DECISION_STATES } from './closed-lists.ts'
import { bulkResult, cursor, moment, nothing, pageOf, shape, shortText, uuid } from './operation.ts'

const kind = z.enum(AFTER_SALE_KINDS)
const state = z.enum(AFTER_SALE_STATES)
const decision = z.object({
  decisionId: uuid,
  agree: z.boolean(),
  reason: z.string(),
  byName: z.string(),
  decidedAt: moment,
  state: z.enum(DECISION_STATES),
  /** What the platform said when it did not take it; '' = nothing. */
  problem: z.string(),
  nextAttemptAt: moment.nullable(),
  toldAt: moment.nullable(),
})
const caseRow = z.object({
  caseId: uuid,
  shopId: uuid,
  shopName: z.string(),
  platform: z.string(),
  /** The platform's number of the case, and of its order. */
  afterSaleId: z.string(),
  platformOrderId: z.string(),
  /** null = the order is not here (yet). */
  orderId: uuid.nullable(),
  goodsText: z.string(),
  kind,
  state,
  refundFen: z.number().int(),
  reason: z.string(),
  returnWaybillNumber: z.string(),
  createdAt: moment,
  modifiedAt: moment,
  /** Until when somebody has to act; null = nobody has to, or the platform does not say. */
  dueAt: moment.nullable(),
  version: z.number().int(),
  /** What agreeing would do; null = the shop has nothing to decide now. */
  act: z.enum(AFTER_SALE_ACTS).nullable(),
  /** The latest decision. */
  decision: decision.nullable(),
})
export type CaseRow = z.infer<typeof caseRow>
export type CaseDecision = z.infer<typeof decision>

const limit = z.number().int().nullable()
const casePage = caseRow.extend({
  lines: z.array(
    z.object({
      lineId: uuid,
      title: z.string(),
      variant: z.string(),
      merchantSku: z.string(),
      quantity: z.number().int(),
      paidFen: z.number().int(),
      /** The case is about this one. */
      isConcerned: z.boolean(),
    }),
  ),
  parcels: z.array(z.object({ parcelId: uuid, number: z.string() })),
  /** What the platform said, and what we did; latest first. */
  timeline: z.array(
    z.discriminatedUnion('what', [
      z.object({
        what: z.literal('news'),
        id: uuid,
        at: moment,
        state,
        refundFen: z.number().int(),
        returnWaybillNumber: z.string(),
      }),
      decision.extend({
        what: z.literal('decision'),
        id: uuid,
        at: moment,
        /** By which roles, and under which limits of that moment; null = none. */
        roles: z.array(z.string()),
        limitActFen: limit,
        limitDayFen: limit,
        chargedFen: z.number().int(),
        isConfirmed: z.boolean(),
      }),
    ]),
  ),
  /** Why it cannot be decided here; null = the platform takes decisions. */
  missing: z.object({ zh: z.string(), en: z.string() }).nullable(),
  /** What the reader may agree to; null = they may not decide it. */
  allowance: z
    .object({ perActFen: limit, confirmAboveFen: z.number().int(), perDayFen: limit, usedTodayFen: z.number().int() })
    .nullable(),
})
export type CasePage = z.infer<typeof casePage>
export type CaseEvent = CasePage['timeline'][number]

const shopReading = z.object({
  shopId: uuid,
  shopName: z.string(),
  platform: z.string(),
  readUntil: moment.nullable(),
  /** Why it could not be read last time; '' = it could. */
  problem: z.string(),
  /** Nothing was read for longer than it should take: its authorisation has ended, or its platform is away. */
  isLate: z.boolean(),
  unreadCount: z.number().int(),
  /** The reason of the latest one that could not be read. */
  unreadReason: z.string(),
})

export const afterSales = {
  /** `todo` and `underway`: the soonest due first; the others: the latest changed first. */
  listCases: shape(
    {
      phase: z.enum(AFTER_SALE_PHASES).optional(),
      shopId: uuid.optional(),
      kind: kind.optional(),
      /** Due within so many hours, or overdue. */
      dueWithinHours: z.number().int().min(1).max(720).optional(),
      /** The platform did not take the decision, and a person has to look. */
      inTrouble: z.boolean().optional(),
      /** The whole number of an order, a case or a return waybill. */
      search: shortText.optional(),
      cursor: cursor.optional(),
    },
    pageOf(caseRow),
  ),
  countCases: shape(
    {},
    z.object({ todo: z.number().int(), dueSoon: z.number().int(), inTrouble: z.number().int(), shops: z.array(shopReading) }),
  ),
  readCase: shape({ caseId: uuid }, casePage),
  /** `version` as read. A refusal is told to the buyer with its reason. */
  decideCase: shape(
    { caseId: uuid, version: z.number().int(), agree: z.boolean(), reason: z.string().trim().max(200) },
    z.object({ decisionId: uuid, version: z.number().int(), chargedFen: z.number().int(), usedTodayFen: z.number().int() }),
  ),
  /** As many as the strictest platform takes at once. */
  agreeToCases: shape(
    {
      cases: z
        .array(z.strictObject({ caseId: uuid, version: z.number().int() }))
        .min(1)
        .max(20),
    },
    bulkResult,
  ),
  /** Tells the platform at once what it did not take. */
  retryDecision: shape({ decisionId: uuid }, nothing),
  /** Reads what changed at the platform now, in the background. */
  readShopNow: shape({ shopId: uuid }, nothing),
}
