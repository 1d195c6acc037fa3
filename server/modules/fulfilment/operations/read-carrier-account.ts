import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { shape, uuid } from '#contract/operation.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { sealedAccount } from '../carrier-account-views.ts'

/** Answers the account sealed: it is opened where the courier is called and nowhere before. */
export const readCarrierAccount = query({
  name: 'fulfilment.readCarrierAccount',
  ...shape({ carrierAccountId: uuid }, z.object({ merchant: z.string(), accountSealed: z.string().nullable() })),
  summary: 'Reads what a job needs to call a courier with the merchant’s own account; it stays sealed.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [errors.notFound],
  async run(reader, { carrierAccountId }) {
    const found = (await sealedAccount(reader, carrierAccountId)) ?? fail(errors.notFound)
    return { merchant: reader.merchantId, accountSealed: found.sealed?.toString('base64') ?? null }
  },
})
