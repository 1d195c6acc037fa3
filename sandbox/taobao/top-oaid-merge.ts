/** Which of some orders go to the same receiver: one text of tids for each group. */
import { z } from 'zod'
import { receiverGroups } from '#sandbox/receiver-groups.ts'
import { failed, requiredText, type ShopCall } from './top-call.ts'
import { invalid, type TopAnswer, type TopFailure } from './top-failure.ts'
import { refused } from './top-page.ts'

const MOST = 100
const list = z.array(z.object({ tid: z.string().min(1), oaid: z.string().min(1).max(128) }))

export function topOaidMerge({ params, world, shop }: ShopCall): TopAnswer | TopFailure {
  const given = requiredText(params, 'merge_list')
  if (failed(given)) return given
  const parsed = list.safeParse(parsedJson(given))
  if (!parsed.success) return invalid('merge_list', parsed.error.issues[0]?.message ?? '格式不正确')
  if (parsed.data.length > MOST) return invalid('merge_list', '最多支持 100 个')
  const orders = parsed.data.flatMap(({ tid, oaid }) => {
    const order = world.orders.find(tid)
    return order?.shopId === shop.id ? [{ order, isCurrent: order.oaid === oaid }] : []
  })
  if (orders.length < parsed.data.length) return refused('isv.trade-not-exist', '交易不存在')
  const groups = receiverGroups(orders.filter(({ isCurrent }) => isCurrent).map(({ order }) => order))
  // A handle that is outdated stands for nobody: its order goes alone.
  const alone = orders.filter(({ isCurrent }) => !isCurrent).map(({ order }) => [order])
  const texts = [...groups, ...alone].map((group) => group.map(({ tid }) => tid).join(','))
  return texts.length === 0 ? '' : `"tid_list":{"string":${JSON.stringify(texts)}}`
}

function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
