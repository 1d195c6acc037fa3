/** What happens with the first second factor, and what keeps the last one. */
import { errors } from '#contract/errors.ts'
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { Actor, Effects } from '#kernel/operation.ts'
import { removeRecoveryCodes, replaceRecoveryCodes } from './factor-store.ts'
import { factorsOf, hasFactor } from './factor-views.ts'
import { newRecoveryCodes, recoveryHash } from './recovery-code.ts'
import { policyOf } from './sign-in-policy-views.ts'

type Machinery = Pick<Effects, 'world' | 'now'>

/** New codes, in clear only here. */
export async function freshRecoveryCodes(tx: Tx, { world, now }: Machinery, accountId: string): Promise<string[]> {
  const codes = newRecoveryCodes()
  const hashes = codes.map((code) => recoveryHash(world.vault, tx.merchantId, accountId, code))
  await replaceRecoveryCodes(tx, accountId, hashes, now)
  return codes
}

/** A factor was added: sessions that waited for one are open, and with the first come recovery codes. Answers these, or none. */
export async function noteEnrolled(tx: Tx, machinery: Machinery, accountId: string): Promise<string[]> {
  await tx.write(sql`
    update sessions set must_enrol = false where merchant_id = ${tx.merchantId} and account_id = ${accountId} and must_enrol`)
  const { recoveryCodesLeft } = await factorsOf(tx, accountId)
  return recoveryCodesLeft === 0 ? freshRecoveryCodes(tx, machinery, accountId) : []
}

/** After a factor was removed. Throws lastFactor when a required one is gone; recovery codes go with the last. */
export async function afterRemoval(tx: Tx, actor: Actor): Promise<void> {
  if (hasFactor(await factorsOf(tx, actor.accountId))) return
  const { needsFactor } = await policyOf(tx, actor)
  if (needsFactor) return fail(errors.lastFactor)
  await removeRecoveryCodes(tx, actor.accountId)
}

/** The row all changes of one's own factors wait for, one after the other. */
export const lockOwnAccount = async (tx: Tx, accountId: string): Promise<void> => {
  await tx.maybe(sql`select 1 from accounts where merchant_id = ${tx.merchantId} and account_id = ${accountId} for update`)
}

export const ownLogin = async (reader: Reader, accountId: string): Promise<string> =>
  (
    await reader.maybe<{ login: string }>(
      sql`select login from accounts where merchant_id = ${reader.merchantId} and account_id = ${accountId}`,
    )
  )?.login ?? ''
