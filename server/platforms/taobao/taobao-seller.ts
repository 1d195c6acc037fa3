/** Whose session this is, and the sub-accounts (子账号) that work for that shop. */
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { PlatformStaff } from '#server/platforms/platform-services.ts'
import { callTop, topRows } from '#server/platforms/top/top-call.ts'
import { idText, isObject } from '#server/platforms/wire/wire-json.ts'

/** `type`: B = Tmall, C = Taobao. */
export async function sellerOf(connection: Connection): Promise<{ nick: string; type: string }> {
  const { user } = await callTop(connection, {
    method: 'taobao.user.seller.get',
    params: { fields: 'nick,type' },
    canRepeat: true,
  })
  if (!isObject(user) || idText(user.nick) === '')
    throw new PlatformFailure('refused', 'seller-missing', 'Taobao answered without the seller.')
  return { nick: idText(user.nick), type: idText(user.type) }
}

const STATES: ReadonlyMap<string, PlatformStaff['state']> = new Map([
  ['1', 'active'],
  ['2', 'frozen'],
  ['-1', 'left'],
])
/** `is_online`: 1 = chats are not dispatched to it, 2 = they are. */
const TAKES_CHATS = '2'

/** A state nobody knows counts as frozen: such an account is shown and does nothing. */
export async function staffOfTaobao(connection: Connection): Promise<PlatformStaff[]> {
  const { nick } = await sellerOf(connection)
  const answer = await callTop(connection, {
    method: 'taobao.sellercenter.subusers.get',
    params: { nick },
    canRepeat: true,
  })
  return topRows(answer, 'subusers', 'sub_user_info')
    .filter(isObject)
    .map((account) => ({
      platformStaffId: idText(account.sub_id),
      // main:sub
      name: idText(account.nick).split(':').slice(1).join(':') || idText(account.nick),
      state: STATES.get(idText(account.status)) ?? 'frozen',
      takesChats: idText(account.is_online) === TAKES_CHATS,
    }))
}
