import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { takeLease } from '../shop-store.ts'

/**
 * Longer than a renewal may take, which may be two calls (the tokens, and whose they are); its holder gives up before. Were the lease
 * shorter, a second process would use the same refresh token, be refused, and believe the authorisation lost.
 */
export const leaseSeconds = 90

export const takeRenewalLease = command({
  name: 'shops.takeRenewalLease',
  ...shape({ shopId: uuid, tokenVersion: z.number().int() }, z.object({ taken: z.boolean(), tokenVersion: z.number().int() })),
  summary: 'Makes the caller the only one who may ask the platform for new tokens in place of this version.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'a lease of seconds; the renewal itself is logged' },
  errors: [errors.notFound],
  run: (tx, { shopId, tokenVersion }) => takeLease(tx, shopId, tokenVersion, leaseSeconds),
})
