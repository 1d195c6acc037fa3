/** Who the session belongs to, and the sub-accounts (子账号) of the shop. */
import type { SandboxShop } from '#sandbox/shops.ts'
import { failed, requiredText, type ShopCall } from './top-call.ts'
import type { TopAnswer, TopFailure } from './top-failure.ts'
import { text } from './top-json.ts'
import { type RowFields, refused, rowJson, wantedFields } from './top-page.ts'

type SubAccount = { name: string; status: 1 | 2 | -1; takesChats: boolean }
const SUB_ACCOUNTS: readonly SubAccount[] = [
  { name: '小美', status: 1, takesChats: true },
  { name: '阿强', status: 1, takesChats: false },
  { name: '暑期工', status: 2, takesChats: false },
  { name: '离职01', status: -1, takesChats: false },
]
const DISPATCHED = 2
const NOT_DISPATCHED = 1

const userFields: RowFields<SandboxShop> = {
  user_id: (shop) => shop.id,
  nick: (shop) => text(shop.name),
  type: (shop) => text(isTmall(shop) ? 'B' : 'C'),
  status: () => text('normal'),
}

/** A flagship store (旗舰店) is a shop of Tmall. */
export const isTmall = ({ name }: SandboxShop): boolean => name.includes('旗舰店')

export function userSellerGet({ params, shop }: ShopCall): TopAnswer | TopFailure {
  const wanted = wantedFields(params)
  return failed(wanted) ? wanted : `"user":${rowJson(shop, userFields, wanted)}`
}

export function sellercenterSubusersGet({ params, shop }: ShopCall): TopAnswer | TopFailure {
  const nick = requiredText(params, 'nick')
  if (failed(nick)) return nick
  if (nick !== shop.name) return refused('isv.invalid-parameter:nick', '只能查询属于自己的账号信息')
  const rows = SUB_ACCOUNTS.map(({ name, status, takesChats }, place) => {
    const own = { nick: `${shop.name}:${name}`, seller_nick: shop.name, status }
    const ids = `"sub_id":${BigInt(shop.id) * 10n + BigInt(place)},"seller_id":${shop.id}`
    return `{${ids},"is_online":${takesChats ? DISPATCHED : NOT_DISPATCHED},${JSON.stringify(own).slice(1)}`
  })
  return `"subusers":{"sub_user_info":[${rows.join(',')}]}`
}
