import type { Module } from '#kernel/module.ts'
import { readGapSpan } from './gaps/operations/read-gap-span.ts'
import { startGapChecks } from './gaps/operations/start-gap-checks.ts'
import { storeMissed } from './gaps/operations/store-missed.ts'
import { checkGapsJob, pullShopJob, readNoticedJob, startDuePullsJob, startGapChecksJob } from './intake-jobs.ts'
import { listQuarantined } from './operations/list-quarantined.ts'
import { notePullProblem } from './operations/note-pull-problem.ts'
import { pullNow } from './operations/pull-now.ts'
import { readMessage } from './operations/read-message.ts'
import { readPullPlan } from './operations/read-pull-plan.ts'
import { replayMessages } from './operations/replay-messages.ts'
import { revealMessage } from './operations/reveal-message.ts'
import { startDuePulls } from './operations/start-due-pulls.ts'
import { storePulled } from './operations/store-pulled.ts'
import { keepPushed } from './pushes/operations/keep-pushed.ts'
import { listOpenNotices } from './pushes/operations/list-open-notices.ts'
import { receivePush } from './pushes/operations/receive-push.ts'
import { settleNotices } from './pushes/operations/settle-notices.ts'
import { holdPushLines } from './pushes/push-lines.ts'
import { oldPushNotices } from './pushes/push-notice-store.ts'
import { pushRoutes } from './pushes/push-routes.ts'
import { messageRows } from './row-kind-views.ts'

export const intakeModule: Module = {
  name: 'intake',
  operations: [
    pullNow,
    listQuarantined,
    readMessage,
    revealMessage,
    replayMessages,
    startDuePulls,
    readPullPlan,
    storePulled,
    notePullProblem,
    receivePush,
    keepPushed,
    listOpenNotices,
    settleNotices,
    startGapChecks,
    readGapSpan,
    storeMissed,
  ],
  rawRoutes: pushRoutes,
  background: [holdPushLines],
  expiries: [oldPushNotices],
  rowKinds: [messageRows],
  jobs: [startDuePullsJob, pullShopJob, readNoticedJob, startGapChecksJob, checkGapsJob],
  recurring: [
    { kind: 'intake.startDuePulls', everyMs: 5_000 },
    { kind: 'intake.startGapChecks', everyMs: 3_600_000 },
  ],
}
