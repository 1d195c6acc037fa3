import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { evict } from '../evict.ts'
import { withdrawSeats } from '../seat-store.ts'

export const dropExpiredSeats = command({
  name: 'team.dropExpiredSeats',
  ...shape({}, z.object({ voided: z.array(z.string()), frozen: z.array(z.string()) })),
  summary: 'Takes away seats of packs whose time is over, by the stated rule.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: (_input, { voided, frozen }) => ({
    objects: [...voided, ...frozen].map((id) => ({ kind: 'account', id })),
    details: { frozen: frozen.length, voided: voided.length },
  }),
  errors: [],
  async run(tx, _input, _actor, effects) {
    await lockTeam(tx, effects)
    const gone = await withdrawSeats(tx, { over: effects.now }, effects.now)
    for (const fact of await evict(tx, gone, effects.now)) effects.announce(fact)
    return gone
  },
})
