/** Nouns of after-sales. */
import type {
  AFTER_SALE_ACTS,
  AFTER_SALE_KINDS,
  AFTER_SALE_PHASES,
  AFTER_SALE_STATES,
  DECISION_STATES,
} from '#contract/closed-lists.ts'

export type CaseKind = (typeof AFTER_SALE_KINDS)[number]
export type CaseState = (typeof AFTER_SALE_STATES)[number]
export type CasePhase = (typeof AFTER_SALE_PHASES)[number]
export type CaseAct = (typeof AFTER_SALE_ACTS)[number]
export type DecisionState = (typeof DECISION_STATES)[number]

/** A message as it passes through operations: `body` is the JSON text. */
export type ArrivedCase = { afterSaleId: string; version: string; body: string }
