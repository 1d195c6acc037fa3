import { createPublicKey } from 'node:crypto'
import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { readLogKey } from '#kernel/log-sealer.ts'
import { query } from '#kernel/operation.ts'

export const readReviewReport = query({
  name: 'team.readReviewReport',
  ...team.readReviewReport,
  summary: 'The signed report of a closed review: canonical JSON, Ed25519 signature, public key.',
  access: { permission: 'team.settings', scope: 'merchant' },
  audit: ({ reviewId }) => ({ kind: 'export', objects: [{ kind: 'accessReview', id: reviewId }] }),
  errors: [errors.notFound],
  async run(reader, { reviewId }, _actor, world) {
    const row = await reader.maybe<{ report: string; signature: string }>(sql`
      select report, signature from access_reviews where merchant_id = ${reader.merchantId} and review_id = ${reviewId} and state = 'closed'`)
    if (!row) return fail(errors.notFound)
    const publicKey = String(createPublicKey(readLogKey(world.config.home)).export({ type: 'spki', format: 'pem' }))
    return { ...row, publicKey }
  },
})
