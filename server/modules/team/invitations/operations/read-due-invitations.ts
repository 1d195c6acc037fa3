import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { invitationSettings } from '../invitation-settings.ts'
import { dueInvitations } from '../invitation-views.ts'

const AT_ONCE = 500

export const readDueInvitations = query({
  name: 'team.readDueInvitations',
  ...shape({}, z.object({ expired: z.array(uuid), undelivered: z.array(uuid), unanswered: z.array(uuid) })),
  summary: 'Invitations whose time is over, and those whose people are to be reminded.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  run: async (reader, _input, _actor, world) =>
    dueInvitations(reader, world.now(), (await invitationSettings(reader)).remindAfterHours, AT_ONCE),
})
