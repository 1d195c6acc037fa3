import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { messengerOffers, missingSettings } from '#server/messengers/registry.ts'
import { invitationSettings } from '../invitation-settings.ts'

export const readInvitationSettings = query({
  name: 'team.readInvitationSettings',
  ...team.readInvitationSettings,
  summary: 'Ways of inviting that are set up here, and the merchant’s rules for invitations.',
  access: { permission: 'team.manage', scope: 'staff' },
  errors: [],
  async run(reader, _input, _actor, { config }) {
    return {
      ways: [...messengerOffers(config.messengers), { kind: 'link' as const, missing: [] }],
      realNameMissing: missingSettings(config.messengers, 'wechat'),
      settings: await invitationSettings(reader),
    }
  },
})
