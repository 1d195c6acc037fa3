import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { missingSettings } from '#server/messengers/registry.ts'
import { saveSettings } from '../invitation-settings.ts'

export const saveInvitationSettings = command({
  name: 'team.saveInvitationSettings',
  ...team.saveInvitationSettings,
  summary: 'The merchant’s rules: is a real name asked for, how long an invitation lives, when people are reminded.',
  access: { permission: 'team.settings', scope: 'merchant' },
  audit: ({ version: _version, ...settings }) => ({ objects: [{ kind: 'settings', id: 'invitations' }], details: settings }),
  errors: [errors.stale, errors.wayNotOffered],
  async run(tx, input, _actor, { world }) {
    const missing = missingSettings(world.config.messengers, 'wechat')
    if (input.requiresRealName && missing.length > 0) return fail(errors.wayNotOffered, { settings: missing.join(', ') })
    const version = await saveSettings(tx, input)
    return version === undefined ? fail(errors.stale, { changed: 'invitations' }) : { version }
  },
})
