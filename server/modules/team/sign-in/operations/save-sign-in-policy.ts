import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { accountChanged } from '#modules/team/team-events.ts'
import { savePolicy } from '../sign-in-policy-store.ts'

export const saveSignInPolicy = command({
  name: 'team.saveSignInPolicy',
  ...team.saveSignInPolicy,
  summary:
    'Sets how a role (or with an empty role everybody) signs in: second factor, idle lock, number of sessions, longest life.',
  access: { permission: 'team.settings', scope: 'merchant' },
  stepUp: true,
  audit: (input) => ({ objects: [], details: { ...input } }),
  errors: [errors.stale, errors.stepUpRequired],
  async run(tx, input, actor, effects) {
    const version = await savePolicy(tx, input)
    if (version === null) return fail(errors.stale, { changed: actor.language === 'zh' ? '登录安全设置' : 'the sign-in policy' })
    effects.announce(accountChanged([]))
    return { version }
  },
})
