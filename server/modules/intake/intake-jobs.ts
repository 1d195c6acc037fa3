import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import { checkGaps } from './gaps/check-gaps.ts'
import { startGapChecks } from './gaps/operations/start-gap-checks.ts'
import { startDuePulls } from './operations/start-due-pulls.ts'
import { pullShop } from './pull-shop.ts'
import { readNoticed } from './pushes/read-noticed.ts'

const machine = {
  actor: 'intake',
  permissions: ['system.jobs'],
  maxAttempts: 5,
  backoffMs: exponentialBackoff(1000, 30_000),
} as const

export const startDuePullsJob: JobHandler = {
  ...machine,
  kind: 'intake.startDuePulls',
  maxAttempts: 1,
  run: async (_payload, context) => void (await context.call(startDuePulls, {})),
}

export const pullShopJob: JobHandler = {
  ...machine,
  kind: 'intake.pullShop',
  run: (payload, context) => pullShop(context, String(payload.shopId)),
}

export const readNoticedJob: JobHandler = {
  ...machine,
  kind: 'intake.readNoticed',
  run: (payload, context) => readNoticed(context, String(payload.shopId)),
}

export const startGapChecksJob: JobHandler = {
  ...machine,
  kind: 'intake.startGapChecks',
  maxAttempts: 1,
  run: async (_payload, context) => void (await context.call(startGapChecks, {})),
}

export const checkGapsJob: JobHandler = {
  ...machine,
  kind: 'intake.checkGaps',
  run: (payload, context) => checkGaps(context, String(payload.shopId)),
}
