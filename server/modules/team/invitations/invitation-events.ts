import type { EventFact } from '#kernel/events.ts'

/** The list of invitations is shown to whoever sees the staff; it is read again, so no ids are told. */
export const invitationsChanged: EventFact = { kind: 'team.invitationsChanged', permission: 'team.view', shopIds: [], ids: [] }
