/** A person who is signed in proves again to be who they are: for step-up, and to unlock a session. */
import { errors } from '#contract/errors.ts'
import type { PasskeyAnswer } from '#contract/sign-in.ts'
import { sql, type Tx } from '#kernel/db.ts'
import { fail, failKeeping } from '#kernel/failure.ts'
import type { Actor, Effects } from '#kernel/operation.ts'
import { takeRecoveryCode, takeTotpStep } from './factor-store.ts'
import { factorsOf, totpSecrets } from './factor-views.ts'
import { passkeyHolder } from './passkey.ts'
import { verifyPassword } from './password.ts'
import { recoveryHash } from './recovery-code.ts'
import { factorSubject, forgetTries, type Try, takeTry } from './sign-in-tries.ts'
import { stepOfCode } from './totp.ts'

export type Proof = { password?: string | undefined; code?: string | undefined; passkey?: PasskeyAnswer | undefined }
type Machinery = Pick<Effects, 'world' | 'now'>

/** Which second factor a code is good for; null = for none. A code is used up by this. */
export async function takeCode(
  tx: Tx,
  { world, now }: Machinery,
  accountId: string,
  code: string,
): Promise<'totp' | 'recovery' | null> {
  const digits = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(digits)) {
    const hash = recoveryHash(world.vault, tx.merchantId, accountId, code)
    return (await takeRecoveryCode(tx, accountId, hash, now)) ? 'recovery' : null
  }
  const sealed = (await totpSecrets(tx, accountId))?.sealed
  if (!sealed) return null
  const step = stepOfCode(world.vault.open(tx.merchantId, sealed), digits, now)
  return step !== null && (await takeTotpStep(tx, accountId, step)) ? 'totp' : null
}

const passwordHashOf = async (tx: Tx, accountId: string): Promise<string> =>
  (
    await tx.maybe<{ password_hash: string }>(sql`
      select password_hash from accounts where merchant_id = ${tx.merchantId} and account_id = ${accountId} for update`)
  )?.password_hash ?? fail(errors.notFound)

type Wanted = { purpose: 'stepUp' | 'unlock'; proof: Proof }

/**
 * A passkey alone is enough; else the password, and for step-up a code too when the account has a second factor. A wrong proof is counted
 * and the count kept. Throws signInBlocked, wrongFactor, wrongPassword.
 */
export async function confirmSelf(tx: Tx, machinery: Machinery, actor: Actor, { purpose, proof }: Wanted): Promise<void> {
  const { world, now } = machinery
  const attempt: Try = {
    subject: factorSubject(tx.merchantId, actor.accountId),
    ip: actor.ip,
    // Who is in this session already is no stranger: others' tries do not make this one wait.
    knownDevice: `session ${actor.sessionId}`,
    now,
  }
  await takeTry(tx, attempt)
  if (proof.passkey) {
    const place = { world, site: actor.site, now }
    const holder = await passkeyHolder(tx, place, `${purpose}:${actor.sessionId}`, proof.passkey)
    if (holder !== actor.accountId) return failKeeping(errors.passkeyRefused)
  } else {
    const hash = await passwordHashOf(tx, actor.accountId)
    if (!(await verifyPassword(hash, proof.password ?? ''))) return failKeeping(errors.wrongPassword)
    const factors = await factorsOf(tx, actor.accountId)
    const wantsCode = purpose === 'stepUp' && (factors.totpSince !== null || factors.passkeys > 0)
    if (wantsCode && !(await takeCode(tx, machinery, actor.accountId, proof.code ?? ''))) return failKeeping(errors.wrongFactor)
  }
  await forgetTries(tx, attempt)
}
