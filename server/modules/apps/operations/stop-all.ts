import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { appsChanged } from '../app-events.ts'
import { suspendEverything } from '../stop-store.ts'

/** Tokens and consents are void already, by the moment of the stop; here apps and what they hear are brought to rest until somebody resumes them. */
export const stopAll = command({
  name: 'apps.stopAll',
  ...shape({}, z.object({ suspended: z.array(z.string()) })),
  summary: 'Suspends every app after an emergency stop.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: (_input, { suspended }) => ({
    objects: suspended.map((id) => ({ kind: 'app', id })),
    details: { suspended: suspended.length },
  }),
  errors: [],
  async run(tx, _input, _actor, { now, announce }) {
    const suspended = await suspendEverything(tx, now)
    if (suspended.length > 0) announce(appsChanged(suspended))
    return { suspended }
  },
})
