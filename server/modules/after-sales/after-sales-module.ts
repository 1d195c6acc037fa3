import type { Module } from '#kernel/module.ts'
import { readShopJob, startReadingJob, tellDecisionsJob } from './after-sales-jobs.ts'
import { readShopRequest } from './after-sales-requests.ts'
import { caseHoldings } from './handled-cases.ts'
import { agreeToCases } from './operations/agree-to-cases.ts'
import { countCases } from './operations/count-cases.ts'
import { decideCase } from './operations/decide-case.ts'
import { listCases } from './operations/list-cases.ts'
import { listDueDecisions } from './operations/list-due-decisions.ts'
import { noteReadProblem } from './operations/note-read-problem.ts'
import { planReading } from './operations/plan-reading.ts'
import { readAgain } from './operations/read-again.ts'
import { readCase } from './operations/read-case.ts'
import { readShopNow } from './operations/read-shop-now.ts'
import { recordDecisions } from './operations/record-decisions.ts'
import { retryDecision } from './operations/retry-decision.ts'
import { startReading } from './operations/start-reading.ts'
import { storeCases } from './operations/store-cases.ts'
import { caseRows } from './row-kind-views.ts'

export const afterSalesModule: Module = {
  name: 'afterSales',
  operations: [
    ...[listCases, countCases, readCase, decideCase, agreeToCases, retryDecision, readShopNow],
    ...[startReading, planReading, storeCases, readAgain, noteReadProblem, listDueDecisions, recordDecisions],
  ],
  jobs: [startReadingJob, readShopJob, tellDecisionsJob],
  // Each such fact is about one shop.
  reactions: [{ on: 'orders.refundsAsked', toJob: ({ shopIds }) => readShopRequest(shopIds[0] ?? '') }],
  recurring: [{ kind: 'afterSales.startReading', everyMs: 30_000 }],
  rowKinds: [caseRows],
  holdings: [caseHoldings],
}
