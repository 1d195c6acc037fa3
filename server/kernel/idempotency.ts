/** Same key, same answer. The row is written in the command's own transaction, so a key exists exactly when its act happened. */
import { errors } from '#contract/errors.ts'
import { sql, type Tx } from './db.ts'
import { fail } from './failure.ts'

type KeyUse = { accountId: string; key: string; operation: string; inputHash: string }
type StoredRow = { operation: string; input_hash: string; answer: unknown }

/** How long a second call with the same key waits for the first before it is told that the first still runs. */
const IN_FLIGHT_WAIT = '2s'

/**
 * Takes the key for this transaction. Answers the stored answer when the act has been done; undefined when it is now ours.
 * A different input under the same key throws keyReused (422); a first call that still runs throws keyInFlight (409).
 */
export async function readStoredAnswer(tx: Tx, use: KeyUse): Promise<{ answer: unknown } | undefined> {
  await tx.write(sql`select app.wait_at_most(${IN_FLIGHT_WAIT})`)
  const taken = await tx
    .write(sql`
      insert into idempotency_keys (merchant_id, account_id, key, operation, input_hash)
      values (${tx.merchantId}, ${use.accountId}, ${use.key}, ${use.operation}, ${use.inputHash}) on conflict do nothing`)
    .catch((error: { code?: string }) => (error.code === '55P03' ? fail(errors.keyInFlight) : Promise.reject(error)))
  await tx.write(sql`select app.wait_at_most('0')`)
  if (taken === 1) return undefined
  const row = await tx.maybe<StoredRow>(sql`
    select operation, input_hash, answer from idempotency_keys
    where merchant_id = ${tx.merchantId} and account_id = ${use.accountId} and key = ${use.key}`)
  if (!row) return fail(errors.keyInFlight)
  if (row.operation !== use.operation || row.input_hash !== use.inputHash) return fail(errors.keyReused)
  return { answer: row.answer }
}

export async function storeAnswer(tx: Tx, use: { accountId: string; key: string; answer: unknown }): Promise<void> {
  await tx.write(sql`
    update idempotency_keys set answer = ${JSON.stringify(use.answer)}::jsonb
    where merchant_id = ${tx.merchantId} and account_id = ${use.accountId} and key = ${use.key}`)
}
