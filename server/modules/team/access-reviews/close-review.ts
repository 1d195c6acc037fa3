/** Ends a review: undecided grants expire, the report is made and signed with the key of the log. */
import { sign } from 'node:crypto'
import type { Tx } from '#kernel/db.ts'
import { canonicalJson } from '#kernel/log-entry.ts'
import { readLogKey } from '#kernel/log-sealer.ts'
import { raiseTeamEpoch } from '../team-lock.ts'
import { endGrants, setDecisions, setReviewClosed } from './review-store.ts'
import { reviewItems } from './review-views.ts'

type Closer = { accountId: string; name: string; now: Date }

/** Answers how many grants expired. Call it under `lockTeam`. */
export async function closeReview(tx: Tx, reviewId: string, name: string, by: Closer, home: string): Promise<number> {
  const items = await reviewItems(tx, reviewId)
  const undecided = items.filter(({ decision }) => decision === null)
  await endGrants(
    tx,
    undecided.map((item) => item.grant_id),
  )
  await setDecisions(
    tx,
    undecided.map((item) => item.item_id),
    { decision: 'expired', note: '', ...by },
  )
  if (undecided.length > 0) await raiseTeamEpoch(tx)
  const report = canonicalJson({
    kind: 'zhanggui/access-review/1',
    merchantId: tx.merchantId,
    reviewId,
    name,
    closedAt: by.now.toISOString(),
    closedBy: { accountId: by.accountId, name: by.name },
    items: (await reviewItems(tx, reviewId)).map((item) => ({
      subject: { kind: item.subject_kind, id: item.subject_id, name: item.subject_name },
      grant: item.grant_text,
      reviewer: { accountId: item.reviewer_id, name: item.reviewer_name },
      decision: item.decision,
      note: item.note,
      decidedBy: item.decided_name,
      decidedAt: item.decided_at,
    })),
  })
  const signature = sign(null, Buffer.from(report, 'utf8'), readLogKey(home)).toString('base64')
  await setReviewClosed(tx, reviewId, { report, signature, now: by.now })
  return undecided.length
}
