import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { releaseHold } from '../emergency-store.ts'

export const releaseSignIns = command({
  name: 'team.releaseSignIns',
  ...team.releaseSignIns,
  summary: 'Lets everybody sign in again after an emergency stop.',
  access: { permission: 'team.ownership', scope: 'merchant' },
  stepUp: true,
  audit: () => ({ objects: [] }),
  errors: [errors.stepUpRequired],
  async run(tx) {
    await releaseHold(tx)
    return {}
  },
})
