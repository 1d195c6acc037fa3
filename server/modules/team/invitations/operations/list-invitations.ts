import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { invitationList } from '../invitation-views.ts'

export const listInvitations = query({
  name: 'team.listInvitations',
  ...team.listInvitations,
  summary: 'Invitations to the accounts one may see: where each stands, why, and what comes next.',
  access: { permission: 'team.view', scope: 'staff' },
  errors: [],
  run: (reader, { search = '', states = null, cursor = null }, actor) =>
    invitationList(reader, actor.scope, { search, states, cursor }),
})
