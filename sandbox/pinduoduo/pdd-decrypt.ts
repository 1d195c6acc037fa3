/** Plain texts for cipher texts, rationed as outside the platform's own cloud. */
import { z } from 'zod'
import { fail, invalid, isFailure, type PddAnswer, type PddFailure } from './pdd-answers.ts'
import { jsonParam, type ShopCall } from './pdd-call.ts'
import { plainText } from './pdd-cipher.ts'

const PAUSE_MS = 10_000
const MOST_ORDERS_A_DAY = 100
const DAY_MS = 86_400_000
const BEIJING_MS = 8 * 3_600_000
const MOST_TEXTS = 100

const texts = z
  .array(z.object({ data_tag: z.string().min(1), encrypted_data: z.string().min(1) }))
  .min(1)
  .max(MOST_TEXTS)

export function openDecryptBatch(call: ShopCall): PddAnswer | PddFailure {
  const given = jsonParam(call.params, 'data_list')
  if (isFailure(given)) return given
  const wanted = texts.safeParse(given)
  if (!wanted.success) return invalid('data_list', wanted.error.issues[0]?.message ?? '')
  const tooMuch = ration(call, new Set(wanted.data.map(({ data_tag }) => data_tag)).size)
  if (tooMuch) return tooMuch
  const rows = wanted.data.map(({ data_tag, encrypted_data }) => {
    const order = call.world.orders.find(data_tag)
    const plain = order?.shopId === call.shop.id ? plainText(order, encrypted_data) : null
    const outcome =
      plain === null
        ? { error_code: 21002, error_msg: '密文与订单不匹配', decrypted_data: '' }
        : { error_code: 0, error_msg: '', data_type: plain.dataType, decrypted_data: plain.text, virtual_number_type: 0 }
    return { data_tag, encrypted_data, ...outcome }
  })
  return { data_decrypt_list: rows }
}

/** Null = within the ration, which is then spent. */
function ration({ world, state, shop }: ShopCall, orderCount: number): PddFailure | null {
  const at = world.platformNow()
  const day = Math.floor((at + BEIJING_MS) / DAY_MS)
  const known = state.reveals.get(shop.id)
  const spentToday = known?.day === day ? known.orderCount : 0
  if (known && at - known.lastAt < PAUSE_MS) return fail(70031, '云外解密每 10 秒最多 1 次')
  if (spentToday + orderCount > MOST_ORDERS_A_DAY) return fail(70031, '云外解密每天最多 100 单')
  state.reveals.set(shop.id, { lastAt: at, day, orderCount: spentToday + orderCount })
  return null
}
