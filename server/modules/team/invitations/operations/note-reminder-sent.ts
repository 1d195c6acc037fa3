import { z } from 'zod'
import { nothing, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { invitationsChanged } from '../invitation-events.ts'
import { noteReminder } from '../invitation-store.ts'

export const noteReminderSent = command({
  name: 'team.noteReminderSent',
  ...shape({ invitationId: uuid, round: z.number().int(), wasRead: z.boolean().nullable() }, nothing),
  summary: 'Notes that somebody was reminded of an invitation, and whether the first message had been looked at.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: (input) => ({ objects: [{ kind: 'invitation', id: input.invitationId }], details: { wasRead: input.wasRead } }),
  errors: [],
  async run(tx, { invitationId, round, wasRead }, _actor, { announce }) {
    await noteReminder(tx, invitationId, round, wasRead)
    announce(invitationsChanged)
    return {}
  },
})
