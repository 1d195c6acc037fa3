import { orders } from '#contract/orders.ts'
import { query } from '#kernel/operation.ts'
import { countStations as count } from '../station-views.ts'

export const countStations = query({
  name: 'orders.countStations',
  ...orders.countStations,
  summary: 'How many parcels wait at each station, shipped today, are in one’s own hands or late, and what failed.',
  access: { permission: 'orders.view', scope: 'shop' },
  errors: [],
  run: (reader, { shopIds }, actor, world) =>
    count(reader, { scope: actor.scope, shopIds, accountId: actor.accountId, now: world.now() }),
})
