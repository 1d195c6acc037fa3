import { z } from 'zod'
import { nothing, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { endLease } from '../shop-store.ts'

export const giveBackRenewalLease = command({
  name: 'shops.giveBackRenewalLease',
  ...shape({ shopId: uuid, tokenVersion: z.number().int() }, nothing),
  summary: 'Lets the next caller try to renew the tokens at once after an attempt that failed.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'a lease of seconds; the renewal itself is logged' },
  errors: [],
  async run(tx, { shopId, tokenVersion }) {
    await endLease(tx, shopId, tokenVersion)
    return {}
  },
})
