import { errors } from '#contract/errors.ts'
import { tracing } from '#contract/tracing.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { removeService } from '../service-store.ts'

export const unbindService = command({
  name: 'tracing.unbindService',
  ...tracing.unbindService,
  summary: 'Forgets an account at a tracing service; what is known of parcels stays.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  audit: ({ service }) => ({ objects: [], details: { service } }),
  errors: [errors.stale],
  async run(tx, { service, version }) {
    return (await removeService(tx, service, version)) ? {} : fail(errors.stale, { changed: service })
  },
})
