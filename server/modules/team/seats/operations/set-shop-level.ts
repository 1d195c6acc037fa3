import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { lockTeam } from '#modules/team/team-lock.ts'
import { evict } from '../evict.ts'
import { addSeats, LEVEL_SOURCE, setShopLevelTo, withdrawSeats } from '../seat-store.ts'
import { seatSummary } from '../seat-views.ts'

export const setShopLevel = command({
  name: 'team.setShopLevel',
  ...team.setShopLevel,
  summary: 'Sets the shop level that decides how many seats come with it; a lower one frees seats by the stated rule.',
  access: { permission: 'team.settings', scope: 'merchant' },
  audit: (_input, { frozen, voided }) => ({
    objects: [...frozen, ...voided].map((id) => ({ kind: 'account', id })),
    details: { frozen: frozen.length, voided: voided.length },
  }),
  errors: [errors.accountFrozen],
  async run(tx, { level }, _actor, effects) {
    await lockTeam(tx, effects)
    effects.logChange({ level: (await seatSummary(tx, effects.now)).level }, { level })
    await setShopLevelTo(tx, level)
    const wanted = ruleValue('seats', level, 'seats')
    const gone = await withdrawSeats(tx, { source: LEVEL_SOURCE, keep: wanted }, effects.now)
    for (const fact of await evict(tx, gone, effects.now)) effects.announce(fact)
    const { seats, packs } = await seatSummary(tx, effects.now)
    const missing = wanted - (seats - packs.reduce((sum, pack) => sum + pack.seats, 0))
    if (missing > 0) await addSeats(tx, LEVEL_SOURCE, missing, null)
    return { seats: (await seatSummary(tx, effects.now)).seats, ...gone }
  },
})
