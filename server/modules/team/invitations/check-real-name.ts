/** Asks the provider whether name and identity card belong together; the person's page waits for the answer in the row. */
import { merchantId } from '#kernel/ids.ts'
import { exponentialBackoff, type JobHandler } from '#kernel/jobs.ts'
import { withoutValues } from '#kernel/personal-text.ts'
import { wechatRealName } from '#server/messengers/wechat/wechat-real-name.ts'
import { connectionOf } from './deliver-invitation.ts'
import { readRealNameClaim } from './operations/read-real-name-claim.ts'
import { recordRealName } from './operations/record-real-name.ts'

export const checkRealNameJob: JobHandler = {
  kind: 'team.checkRealName',
  actor: 'team',
  permissions: ['system.jobs'],
  maxAttempts: 12,
  backoffMs: exponentialBackoff(2000, 120_000),
  async run(payload, context) {
    const claim = { invitationId: String(payload.invitationId), realNameTry: Number(payload.realNameTry) }
    const { claimSealed, merchantId: merchantText } = await context.call(readRealNameClaim, claim)
    if (claimSealed === null) return
    const merchant = merchantId(merchantText)
    const { vault } = context.world
    const person = JSON.parse(vault.open(merchant, Buffer.from(claimSealed, 'base64'))) as { name: string; idNumber: string }
    const answer = await wechatRealName.check(connectionOf(context), person)
    const isAnswered = answer.outcome === 'match' || answer.outcome === 'mismatch'
    await context.call(recordRealName, {
      ...claim,
      answer: isAnswered ? answer.outcome : 'trouble',
      identityPrint: vault.fingerprint(merchant, `card:${person.idNumber}`),
      nameSealed: vault.seal(merchant, JSON.stringify({ name: person.name })).toString('base64'),
    })
    if (isAnswered) return
    const detail = withoutValues(answer.detail, [person.name, person.idNumber])
    if (answer.outcome === 'retryLater') throw new Error(`real name: ${answer.reason} ${detail}`)
    context.world.logger.error({ detail }, 'the real-name check refuses our requests')
  },
}
