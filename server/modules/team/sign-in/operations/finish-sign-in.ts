import { errors } from '#contract/errors.ts'
import type { PasskeyAnswer } from '#contract/sign-in.ts'
import { team } from '#contract/team.ts'
import { inMerchant, type Tx } from '#kernel/db.ts'
import { Failure, fail } from '#kernel/failure.ts'
import type { MerchantId } from '#kernel/ids.ts'
import { normaliseIp } from '#kernel/ip-address.ts'
import { type PublicContext, publicCommand } from '#kernel/operation.ts'
import { writeNotices } from '#modules/team/notices/notice-store.ts'
import { takeCode } from '../confirm-self.ts'
import { deviceHashOf, isKnownDevice } from '../device.ts'
import { passkeyHolder } from '../passkey.ts'
import { type CameBy, logVisit, type OpenedSession, openSession } from '../sign-in.ts'
import { challengeFor, readChallenge, spendChallenge } from '../sign-in-challenge.ts'
import { factorSubject, forgetTries, type Try, takeTry } from '../sign-in-tries.ts'
import { type Account, isOpen, lockVisitor, passwordPrint } from '../visitor.ts'
import { forgetWrongCodes, noteWrongCode } from '../wrong-code-store.ts'

type Given = { code: string | undefined; passkey: PasskeyAnswer | undefined; challengeHash: string }

export const finishSignIn = publicCommand({
  name: 'team.finishSignIn',
  ...team.finishSignIn,
  summary: 'The second step of signing in: a code of the authenticator app, a recovery code, or a passkey.',
  public: true,
  errors: [errors.challengeOver, errors.wrongFactor, errors.signInBlocked, errors.sessionLimit, errors.passkeyUnavailable],
  async run(context, input) {
    const { merchant, challengeHash } = readChallenge(input.challenge) ?? fail(errors.challengeOver)
    const attempt = await countedTry(context, merchant, challengeHash)
    const given: Given = { code: input.code, passkey: input.passkey, challengeHash }
    const outcome = await inMerchant(context.database, merchant, 'write', (tx) => finish(tx, context, given))
    if (outcome instanceof Failure) throw outcome
    await context.directory((directory) => forgetTries(directory, attempt))
    context.setSession(outcome.session.token, outcome.session.expiresAt)
    return { accountId: outcome.account.account_id, name: outcome.account.name }
  },
})

/** Throws challengeOver, signInBlocked. */
async function countedTry(context: PublicContext, merchant: MerchantId, challengeHash: string): Promise<Try> {
  const deviceHash = deviceHashOf(context)
  const { accountId, isKnown } = await inMerchant(context.database, merchant, 'read', async (reader) => {
    const challenge = (await challengeFor(reader, challengeHash, context.now)) ?? fail(errors.challengeOver)
    return { accountId: challenge.account_id, isKnown: await isKnownDevice(reader, challenge.account_id, deviceHash) }
  })
  const subject = factorSubject(merchant, accountId)
  const attempt: Try = { subject, ip: context.ip, knownDevice: isKnown ? deviceHash : null, now: context.now }
  await context.directory((directory) => takeTry(directory, attempt))
  return attempt
}

/** A refusal is answered, not thrown: what it wrote (the log entry, the notice) stays. */
async function finish(
  tx: Tx,
  context: PublicContext,
  given: Given,
): Promise<{ session: OpenedSession; account: Account } | Failure> {
  const challenge = await challengeFor(tx, given.challengeHash, context.now)
  const account = challenge && (await lockVisitor(tx, challenge.account_id))
  if (!account || !isOpen(account, context.now) || passwordPrint(account) !== challenge.password_print)
    return new Failure(errors.challengeOver, {})
  const cameBy = await factorGiven(tx, context, account, given)
  if (!cameBy) {
    await logVisit(tx, context, {
      operation: 'team.finishSignIn',
      outcome: 'refused',
      account,
      sessionId: null,
      details: { code: errors.wrongFactor.code },
    })
    if (await noteWrongCode(tx, account.account_id, context.now)) {
      const to = { accountId: account.account_id }
      const params = { ip: normaliseIp(context.ip) }
      await context.announce(tx, await writeNotices(tx, context.now, [{ to, kind: 'factorGuessed', params }]))
    }
    return new Failure(errors.wrongFactor, {})
  }
  if (!(await spendChallenge(tx, given.challengeHash, context.now))) return new Failure(errors.challengeOver, {})
  await forgetWrongCodes(tx, account.account_id)
  return { session: await openSession(tx, context, { operation: 'team.finishSignIn', account, cameBy }), account }
}

async function factorGiven(tx: Tx, context: PublicContext, account: Account, given: Given): Promise<CameBy | null> {
  if (!given.passkey) return takeCode(tx, context, account.account_id, given.code ?? '')
  const place = { world: context.world, site: context.site, now: context.now }
  const holder = await passkeyHolder(tx, place, `second:${given.challengeHash}`, given.passkey)
  return holder === account.account_id ? 'passkey' : null
}
