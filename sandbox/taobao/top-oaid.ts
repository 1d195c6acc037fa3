/** Receivers in plain text for their handles. Some orders are under privacy protection and give a relay number that ends. */
import { z } from 'zod'
import { isDecryptionSpent } from '#sandbox/decrypt-quota.ts'
import { toPlatformTime } from '#sandbox/platform-time.ts'
import { failed, requiredText, type ShopCall } from './top-call.ts'
import { fail, invalid, type TopAnswer, type TopFailure } from './top-failure.ts'
import { text } from './top-json.ts'
import { refused } from './top-page.ts'

const MOST = 20
const RELAY_DAYS = 7
const DAY_MS = 86_400_000
const WHOLE = ['name', 'mobile', 'address_detail']
/** What each scene gives: shipping everything, customer service the number alone. */
const SCENES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(['1001', '1002', '1003', '1004', '1005', '1006', '1007', '3001'].map((scene) => [scene, WHOLE])),
  ...{ '1008': ['address_detail'], '1009': ['name'], '2001': ['mobile'], '2002': ['mobile'] },
}
const queries = z.array(
  z.object({
    tid: z.string().min(1),
    oaid: z.string().min(1),
    scene: z.enum(Object.keys(SCENES)),
    secret_no_days: z.number().optional(),
  }),
)

export function topOaidDecrypt({ params, world, shop }: ShopCall): TopAnswer | TopFailure {
  const given = requiredText(params, 'query_list')
  if (failed(given)) return given
  const parsed = queries.safeParse(parsedJson(given))
  if (!parsed.success) return invalid('query_list', parsed.error.issues[0]?.message ?? '格式不正确')
  if (parsed.data.length > MOST) return invalid('query_list', '最多支持 20 个')
  const orders = parsed.data.map((query) => ({ ...query, order: world.orders.find(query.tid) }))
  if (orders.some(({ order }) => order?.shopId !== shop.id)) return refused('isv.trade-not-exist', '交易不存在')
  if (isDecryptionSpent(world, shop, orders.length))
    return fail(7, 'accesscontrol.limited-by-api-access-count', '今日解密次数已用完')
  const rows = orders.flatMap(({ order, oaid, scene, secret_no_days: days = RELAY_DAYS }) => {
    if (!order) return []
    const { receiver, tid } = order
    const isMatched = order.oaid === oaid
    if (!isMatched) return [`{"tid":${text(tid)},"oaid":${text(oaid)},"matched":false}`]
    if (order.closed !== 'no')
      return [JSON.stringify({ tid, oaid, matched: true, desensitize_rule: 'DECRYPTION_DISABLED_BY_ORDERCLOSED' })]
    const isProtected = isUnderProtection(tid)
    const secrets = {
      ...{ name: receiver.name, mobile: isProtected ? relayOf(receiver.phone) : receiver.phone },
      address_detail: receiver.address,
    }
    const told = {
      ...{ tid, oaid, matched: true, privacy_protection: isProtected },
      ...{ state: receiver.province, city: receiver.city, district: receiver.district, town: receiver.town },
      ...Object.fromEntries(Object.entries(secrets).filter(([name]) => SCENES[scene]?.includes(name))),
      ...(isProtected && { secret_no_expire_time: toPlatformTime(world.platformNow() + days * DAY_MS) }),
    }
    return [JSON.stringify(told)]
  })
  return `"receiver_list":{"receiver":[${rows.join(',')}]}`
}

/** Every third order. */
const isUnderProtection = (tid: string): boolean => BigInt(tid) % 3n === 0n
const relayOf = (phone: string): string => `17000000000-${phone.slice(-3)}`

function parsedJson(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return null
  }
}
