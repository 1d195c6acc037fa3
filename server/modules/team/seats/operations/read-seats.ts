import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { seatSummary } from '../seat-views.ts'

export const readSeats = query({
  name: 'team.readSeats',
  ...team.readSeats,
  summary: 'How many sub-account seats there are, how many are taken, and until when packs last.',
  access: { permission: 'team.view', scope: 'shared' },
  errors: [],
  run: (reader, _input, _actor, world) => seatSummary(reader, world.now()),
})
