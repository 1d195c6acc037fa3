/** Which orders go to the same receiver: oaids may differ from order to order, so the platform is asked. */
import type { Connection } from '#server/platforms/platform.ts'
import type { MergeCandidate } from '#server/platforms/platform-services.ts'
import { callTop, topRows } from '#server/platforms/top/top-call.ts'

/** Source: TOP reference, top.oaid.merge: orders in one text (with commas) may be merged, those of different texts may not. */
export async function mergeGroupsOfTaobao(connection: Connection, orders: MergeCandidate[]): Promise<string[][]> {
  const known = orders.filter(({ handle }) => handle !== '')
  if (known.length === 0) return []
  const answer = await callTop(connection, {
    method: 'taobao.top.oaid.merge',
    params: { merge_list: JSON.stringify(known.map(({ platformOrderId, handle }) => ({ oaid: handle, tid: platformOrderId }))) },
    canRepeat: true,
  })
  return topRows(answer, 'tid_list', 'string').map((tids) =>
    String(tids)
      .split(',')
      .map((tid) => tid.trim())
      .filter((tid) => tid !== ''),
  )
}
