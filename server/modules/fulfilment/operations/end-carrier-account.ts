import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { endAccount } from '../carrier-account-store.ts'

export const endCarrierAccount = command({
  name: 'fulfilment.endCarrierAccount',
  ...fulfilment.endCarrierAccount,
  summary: 'Ends a carrier account: the numbers it gave stay, no new ones are asked for, its credentials are forgotten.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  audit: ({ carrierAccountId }) => ({ objects: [{ kind: 'carrierAccount', id: carrierAccountId }] }),
  errors: [errors.notFound, errors.stale, errors.accountInUse],
  async run(tx, { carrierAccountId, version }, _actor, { now }) {
    const outcome = await endAccount(tx, carrierAccountId, version, now)
    if (outcome === 'open') return fail(errors.accountInUse)
    if (outcome === 'none') return fail(errors.notFound)
    return outcome === 'stale' ? fail(errors.stale, { changed: '' }) : {}
  },
})
