import type { Module } from '#kernel/module.ts'
import { consumePushesJob, pullShopJob, startDuePullsJob } from './intake-jobs.ts'
import { listPushShops } from './operations/list-push-shops.ts'
import { listQuarantined } from './operations/list-quarantined.ts'
import { notePullProblem } from './operations/note-pull-problem.ts'
import { pullNow } from './operations/pull-now.ts'
import { readMessage } from './operations/read-message.ts'
import { readPullPlan } from './operations/read-pull-plan.ts'
import { replayMessages } from './operations/replay-messages.ts'
import { revealMessage } from './operations/reveal-message.ts'
import { startDuePulls } from './operations/start-due-pulls.ts'
import { storePulled } from './operations/store-pulled.ts'
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
    listPushShops,
  ],
  rowKinds: [messageRows],
  jobs: [startDuePullsJob, pullShopJob, consumePushesJob],
  recurring: [{ kind: 'intake.startDuePulls', everyMs: 5_000 }],
}
