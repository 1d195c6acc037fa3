/** `stable_token`: everybody gets the same token until five minutes before its end. */
import type { SandboxShop } from '#sandbox/shops.ts'
import type { World } from '#sandbox/world.ts'
import { shopKeysOf } from './shop-keys.ts'
import { type Answer, refuse } from './wechat-answer.ts'

const LIFE_SECONDS = 7200
const LAST_MINUTES_MS = 5 * 60_000
const FORCED_APART_MS = 30_000
const FORCED_PER_DAY = 20
const DAY_MS = 86_400_000

type Issued = { token: string; expiresAt: number }

export type StableTokens = {
  grant(body: Record<string, unknown>): Answer
  /** Null = unknown or expired. */
  shopOf(token: string): SandboxShop | null
}

export function createStableTokens(world: World): StableTokens {
  const { shops, state, platformNow } = world
  const current = state.table<Issued>('wechat tokens')
  /** When a token of this interface ends; those of shops made by hand last as long as their session. */
  const ends = state.table<number>('wechat token ends')
  const forced = state.table<number[]>('wechat forced tokens')

  function issue(shop: SandboxShop): Issued {
    const grant = shops.redeemCode(shops.issueCode(shop.id, '', ''), '', '')
    const life = Math.min(grant?.accessLifeSeconds ?? 0, LIFE_SECONDS)
    const issued = { token: grant?.accessToken ?? '', expiresAt: platformNow() + life * 1000 }
    current.set(shop.id, issued)
    ends.set(issued.token, issued.expiresAt)
    return issued
  }

  function force(shop: SandboxShop): Issued {
    const at = platformNow()
    const today = (forced.get(shop.id) ?? []).filter((moment) => at - moment < DAY_MS)
    if (today.length >= FORCED_PER_DAY || at - (today.at(-1) ?? 0) < FORCED_APART_MS)
      refuse(45011, 'api minute-quota reach limit')
    forced.set(shop.id, [...today, at])
    const old = current.get(shop.id)
    // What others still hold goes on for a while.
    if (old) ends.set(old.token, Math.min(old.expiresAt, at + LAST_MINUTES_MS))
    return issue(shop)
  }

  return {
    grant(body) {
      const shop = shops.list('wechat').find(({ id }) => id === body.appid)
      if (body.grant_type !== 'client_credential') return refuse(40002, 'invalid grant_type')
      if (!shop) return refuse(40013, 'invalid appid')
      if (body.secret !== shopKeysOf(shop.id).appSecret) return refuse(40125, 'invalid appsecret')
      const known = current.get(shop.id)
      const isGood = known && known.expiresAt - platformNow() > LAST_MINUTES_MS && shops.shopOfSession(known.token)
      const { token, expiresAt } = body.force_refresh === true ? force(shop) : isGood ? known : issue(shop)
      return { access_token: token, expires_in: Math.floor((expiresAt - platformNow()) / 1000) }
    },
    shopOf(token) {
      const end = ends.get(token)
      if (end !== undefined && end <= platformNow()) return null
      const shop = shops.shopOfSession(token)
      return shop?.platform === 'wechat' ? shop : null
    },
  }
}
