/** What the team module takes from this folder. */
import type { Operation } from '#kernel/operation.ts'
import { advanceReviews } from './operations/advance-reviews.ts'
import { closeAccessReview } from './operations/close-access-review.ts'
import { decideReviewItems } from './operations/decide-review-items.ts'
import { listAccessReviews } from './operations/list-access-reviews.ts'
import { readAccessReview } from './operations/read-access-review.ts'
import { readReviewReport } from './operations/read-review-report.ts'
import { setReviewRhythm } from './operations/set-review-rhythm.ts'
import { startAccessReview } from './operations/start-access-review.ts'

export const reviewOperations: readonly Operation[] = [
  listAccessReviews,
  startAccessReview,
  setReviewRhythm,
  readAccessReview,
  decideReviewItems,
  closeAccessReview,
  readReviewReport,
  advanceReviews,
]
