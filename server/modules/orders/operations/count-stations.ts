import { orders } from '#contract/orders.ts'
import { query } from '#kernel/operation.ts'
import { countStations as count } from '../station-views.ts'

export const countStations = query({
  name: 'orders.countStations',
  ...orders.countStations,
  summary: 'How many parcels wait at each station, shipped today, are in one’s own hands or late, and what failed.',
  access: { permission: 'orders.view', scope: 'shop' },
  errors: [],
  run: (reader, places, actor, world) =>
    count(reader, { ...places, scope: actor.scope, accountId: actor.accountId, now: world.now() }),
})
