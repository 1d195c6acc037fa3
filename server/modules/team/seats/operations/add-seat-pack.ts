import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { addSeats, ensureSeats } from '../seat-store.ts'
import { seatSummary } from '../seat-views.ts'

export const addSeatPack = command({
  name: 'team.addSeatPack',
  ...team.addSeatPack,
  summary: 'Adds a pack of seats, for good or until a day.',
  access: { permission: 'team.settings', scope: 'merchant' },
  audit: ({ name, seats, validUntil }) => ({ objects: [], details: { name, seats, validUntil } }),
  errors: [errors.invalidInput, errors.accountFrozen],
  async run(tx, input, _actor, effects) {
    if (input.validUntil !== null && Date.parse(input.validUntil) <= effects.now.getTime())
      return fail(errors.invalidInput, { field: 'validUntil', reason: 'the end lies in the future' })
    await lockTeam(tx, effects)
    await ensureSeats(tx)
    await addSeats(tx, `pack:${input.name}`, input.seats, input.validUntil)
    return { seats: (await seatSummary(tx, effects.now)).seats }
  },
})
