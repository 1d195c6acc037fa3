import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import type { Module } from '#kernel/module.ts'
import { deletePhrase } from './operations/delete-phrase.ts'
import { endReading } from './operations/end-reading.ts'
import { listPhrases } from './operations/list-phrases.ts'
import { listReviewShops } from './operations/list-review-shops.ts'
import { listReviews } from './operations/list-reviews.ts'
import { noteReading } from './operations/note-reading.ts'
import { planNextReading } from './operations/plan-next-reading.ts'
import { readReview } from './operations/read-review.ts'
import { readShopReviewsNow } from './operations/read-shop-reviews.ts'
import { recordReplies } from './operations/record-replies.ts'
import { replyToReview } from './operations/reply-to-review.ts'
import { savePhrase } from './operations/save-phrase.ts'
import { startReadings } from './operations/start-readings.ts'
import { storeReviewPage } from './operations/store-review-page.ts'
import { takeDueReplies } from './operations/take-due-replies.ts'
import { readShopReviews } from './read-shop-reviews.ts'
import { reviewRows } from './row-kind-views.ts'
import { sendReplies } from './send-replies.ts'

const machine = { actor: 'reviews', permissions: ['system.jobs'] as const, backoffMs: exponentialBackoff(1000, 60_000) }
const startReadingsJob: JobHandler = {
  ...machine,
  kind: 'reviews.startReadings',
  maxAttempts: 1,
  run: async (_payload, context) => void (await context.call(startReadings, {})),
}
const readShopJob: JobHandler = {
  ...machine,
  kind: 'reviews.readShop',
  maxAttempts: 5,
  run: (payload, context) => readShopReviews(context, String(payload.shopId)),
}
/** What the platform does not take is kept with the reply and tried by its own clock; the attempts here are for faults of our own. */
const sendRepliesJob: JobHandler = {
  ...machine,
  kind: 'reviews.sendReplies',
  maxAttempts: 20,
  run: (payload, context) => sendReplies(context, String(payload.shopId)),
}

export const reviewsModule: Module = {
  name: 'reviews',
  operations: [
    ...[listReviews, readReview, listReviewShops, readShopReviewsNow, replyToReview],
    ...[listPhrases, savePhrase, deletePhrase],
    ...[startReadings, planNextReading, storeReviewPage, endReading, noteReading, takeDueReplies, recordReplies],
  ],
  jobs: [startReadingsJob, readShopJob, sendRepliesJob],
  recurring: [{ kind: 'reviews.startReadings', everyMs: 60_000 }],
  rowKinds: [reviewRows],
}
