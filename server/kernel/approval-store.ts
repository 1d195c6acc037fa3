/** Approvals as the runner sees them: asked for when a call is refused, used up by the same call once a person has agreed. */
import { sql, type Tx } from './db.ts'
import { newId } from './ids.ts'

type Wanted = { accountId: string; operation: string; inputHash: string }
type Request = Wanted & { accountName: string; onBehalfOf: string | null; summary: unknown; now: Date; expiresAt: Date }

/** Answers the id; asking again while one waits answers the same (unique index approvals_one_waiting). */
export async function storeApprovalRequest(tx: Tx, asked: Request): Promise<string> {
  const row = await tx.maybe<{ approval_id: string }>(sql`
    insert into approvals as a (merchant_id, approval_id, account_id, account_name, on_behalf_of, operation, input_hash, summary, requested_at, expires_at)
    values (${tx.merchantId}, ${newId()}, ${asked.accountId}, ${asked.accountName}, ${asked.onBehalfOf}, ${asked.operation}, ${asked.inputHash},
      ${JSON.stringify(asked.summary)}::jsonb, ${asked.now}, ${asked.expiresAt})
    on conflict (merchant_id, account_id, operation, input_hash) where state = 'waiting'
      do update set requested_at = excluded.requested_at, expires_at = excluded.expires_at, on_behalf_of = excluded.on_behalf_of
    returning approval_id`)
  return row?.approval_id ?? ''
}

/** Takes one approval for exactly this call; false when there is none. A rollback gives it back. */
export async function takeApproval(tx: Tx, wanted: Wanted, now: Date): Promise<boolean> {
  const used = await tx.write(sql`
    update approvals set state = 'used', used_at = ${now}
    where merchant_id = ${tx.merchantId} and state = 'approved' and approval_id = (
      select approval_id from approvals
      where merchant_id = ${tx.merchantId} and account_id = ${wanted.accountId} and operation = ${wanted.operation}
        and input_hash = ${wanted.inputHash} and state = 'approved' and expires_at > ${now}
      order by decided_at limit 1 for update)`)
  return used === 1
}
