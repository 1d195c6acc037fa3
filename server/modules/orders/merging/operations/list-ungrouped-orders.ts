import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { shopsById } from '#modules/shops/public.ts'
import { tellsMergeGroups } from '#server/platforms/registry.ts'
import { mergeCalls } from '../merge-group-rules.ts'
import { ungroupedOrders } from '../merge-group-views.ts'

const ungroupedCall = z.array(
  z.object({ orderId: uuid, platformOrderId: z.string(), receiverKey: z.string(), version: z.string() }),
)
export type UngroupedCall = z.infer<typeof ungroupedCall>

export const listUngroupedOrders = query({
  name: 'orders.listUngroupedOrders',
  ...shape({ shopId: uuid }, z.object({ calls: z.array(ungroupedCall) })),
  summary: 'Open orders of a shop about which its platform is to be asked whether they may travel together, call by call.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  async run(reader, { shopId }) {
    const platform = (await shopsById(reader, [shopId])).get(shopId)?.platform
    if (platform === undefined || !tellsMergeGroups(platform)) return { calls: [] }
    const calls = mergeCalls(await ungroupedOrders(reader, shopId), ruleValue(platform, 'ordersPerMergeCall', 'orders'))
    return {
      calls: calls.map((call) =>
        call.map(({ orderId, platformOrderId, receiverKey, version }) => ({ orderId, platformOrderId, receiverKey, version })),
      ),
    }
  },
})
