import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { inMerchant } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { storeJobs } from '#kernel/jobs.ts'
import { publicCommand } from '#kernel/operation.ts'
import { lockTeamState } from '#modules/team/team-lock.ts'
import { requireAnswerable, requireToken } from '../answerable.ts'
import { isIdNumber, MOST_REAL_NAME_TRIES } from '../invitation-rules.ts'
import { askRealName } from '../real-name-store.ts'

export const proveRealName = publicCommand({
  name: 'team.proveRealName',
  ...team.proveRealName,
  summary: 'The invited claim a name and an identity card; the answer shows with the invitation.',
  public: true,
  errors: [errors.invitationSpent, errors.idNumberMalformed, errors.realNameBlocked],
  async run(context, { token, name, idNumber }) {
    const { merchantId, tokenHash } = requireToken(token)
    const card = idNumber.toUpperCase()
    if (!isIdNumber(card)) return fail(errors.idNumberMalformed)
    return inMerchant(context.database, merchantId, 'write', async (tx) => {
      await lockTeamState(tx)
      const { invitationId, realName, realNameTries } = await requireAnswerable(tx, tokenHash, context.now)
      if (realName === 'proved' || realName === 'checking') return {}
      if (realNameTries >= MOST_REAL_NAME_TRIES) return fail(errors.realNameBlocked)
      const claim = JSON.stringify({ name: name.normalize('NFC'), idNumber: card })
      await askRealName(tx, invitationId, context.world.vault.seal(tx.merchantId, claim))
      const payload = { invitationId, realNameTry: realNameTries + 1 }
      await storeJobs(tx, [{ kind: 'team.checkRealName', payload }], context.now)
      return {}
    })
  },
})
