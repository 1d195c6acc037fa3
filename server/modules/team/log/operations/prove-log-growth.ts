import { errors } from '#contract/errors.ts'
import { log } from '#contract/log.ts'
import { fail } from '#kernel/failure.ts'
import { proveGrowth } from '#kernel/log-proof.ts'
import { logPublicKey } from '#kernel/log-sealer.ts'
import { query } from '#kernel/operation.ts'

export const proveLogGrowth = query({
  name: 'team.proveLogGrowth',
  ...log.proveLogGrowth,
  summary: 'Proof for the holder of an older checkpoint that the log only grew since then. It shows no entry.',
  access: { permission: 'log.view', scope: 'merchant' },
  errors: [errors.notFound],
  run: async (reader, { fromSize }, _actor, world) =>
    (await proveGrowth(reader, fromSize, logPublicKey(world.config.home))) ?? fail(errors.notFound),
})
