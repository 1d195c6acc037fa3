/** Apps, shops and everything that lets an app act for a shop: sessions, refresh tokens, codes. */
import { createHash } from 'node:crypto'
import type { PlatformName } from './outside-platform.ts'
import type { Kept, StateFile } from './state-file.ts'
import { UnknownInSandbox } from './unknown-in-sandbox.ts'

export const sandboxApp = { appKey: '12345678', appSecret: 'sandbox_secret' } as const
const DEFAULT_SHOP_ID = '3900000000000000001'
export const DEFAULT_SESSION = 'sandbox_session'

export type SandboxShop = {
  id: string
  platform: PlatformName
  name: string
  session: string
  refreshToken: string
  receivesPushes: boolean
  /** Every order has a receiver handle of its own, so that only the platform can say which orders go together. */
  handlePerOrder?: boolean
}
/** A shop of Taobao unless told otherwise. */
export type ShopWish = { name: string; platform?: PlatformName; session?: string; receivesPushes?: boolean }
export type Grant = {
  accessToken: string
  refreshToken: string
  accessLifeSeconds: number
  refreshLifeSeconds: number
  shop: SandboxShop
}
type Session = { shopId: string; expiresAt: number }
type Code = { shopId: string; appKey: string; redirectUrl: string; expiresAt: number }

export type Shops = {
  appSecret(appKey: string): string | undefined
  addApp(appKey: string, appSecret: string): void
  addShop(shop: ShopWish): SandboxShop
  list(platform?: PlatformName): SandboxShop[]
  find(shopId: string): SandboxShop | undefined
  /** The shop a session stands for; null = unknown or expired. */
  shopOfSession(session: string): SandboxShop | null
  expireSession(session: string): void
  /** Of orders made or moved from now on. Throws for an unknown shop. */
  giveHandlePerOrder(shopId: string, isOn: boolean): SandboxShop
  setTokenLife(life: { accessSeconds?: number; refreshSeconds?: number }): void
  /** Good for half an hour unless told otherwise. */
  issueCode(shopId: string, appKey: string, redirectUrl: string, lifeMs?: number): string
  /** Null = unknown, used, expired, or made for another app or address. A code works once. */
  redeemCode(code: string, appKey: string, redirectUrl: string | null): Grant | null
  /** Null = unknown, used or expired. Each refresh token works once and is replaced. */
  redeemRefreshToken(refreshToken: string): Grant | null
}

const CODE_LIFE_MS = 30 * 60 * 1000
const DAY_SECONDS = 86_400
/** Survives JSON, which has no infinity. */
const NEVER = Number.MAX_SAFE_INTEGER

export function createShops(now: () => number, state: StateFile, newToken: () => string): Shops {
  const apps = state.table<string>('app secrets')
  const shops = state.table<SandboxShop>('shops')
  const [sessions, refreshTokens] = [state.table<Session>('sessions'), state.table<Session>('refresh tokens')]
  const codes = state.table<Code>('codes')
  if (!apps.has(sandboxApp.appKey)) apps.set(sandboxApp.appKey, sandboxApp.appSecret)
  // A state file written before shops had one.
  for (const shop of shops.values()) if (!shop.platform) shops.set(shop.id, { ...shop, platform: 'taobao' })
  let life = { accessSeconds: 365 * DAY_SECONDS, refreshSeconds: 365 * DAY_SECONDS }

  function addShop(wish: ShopWish): SandboxShop {
    const platform = wish.platform ?? 'taobao'
    const shop = {
      id: shopIdOf(platform, shops.size),
      platform,
      name: wish.name,
      session: wish.session ?? newToken(),
      refreshToken: newToken(),
      receivesPushes: wish.receivesPushes ?? true,
    }
    // The shop comes last: a kill in between leaves no shop without its tokens.
    sessions.set(shop.session, { shopId: shop.id, expiresAt: NEVER })
    refreshTokens.set(shop.refreshToken, { shopId: shop.id, expiresAt: NEVER })
    shops.set(shop.id, shop)
    return shop
  }

  function grant(shop: SandboxShop): Grant {
    const [accessToken, refreshToken] = [newToken(), newToken()]
    sessions.set(accessToken, { shopId: shop.id, expiresAt: now() + life.accessSeconds * 1000 })
    refreshTokens.set(refreshToken, { shopId: shop.id, expiresAt: now() + life.refreshSeconds * 1000 })
    return { accessToken, refreshToken, accessLifeSeconds: life.accessSeconds, refreshLifeSeconds: life.refreshSeconds, shop }
  }

  /** Granted first, spent then: after a kill in between the caller, who has heard nothing, can ask again. */
  function spend<T extends Session>(tokens: Kept<T>, token: string, isGood: (known: T) => boolean): Grant | null {
    const known = tokens.get(token)
    const shop = known && known.expiresAt > now() && isGood(known) ? shops.get(known.shopId) : undefined
    const granted = shop ? grant(shop) : null
    tokens.delete(token)
    return granted
  }

  return {
    appSecret: (appKey) => apps.get(appKey),
    addApp: (appKey, appSecret) => void apps.set(appKey, appSecret),
    addShop,
    list: (platform) => [...shops.values()].filter((shop) => platform === undefined || shop.platform === platform),
    find: (shopId) => shops.get(shopId),
    shopOfSession(token) {
      const session = sessions.get(token)
      return session && session.expiresAt > now() ? (shops.get(session.shopId) ?? null) : null
    },
    expireSession(token) {
      const session = sessions.get(token)
      if (session) sessions.set(token, { ...session, expiresAt: 0 })
    },
    giveHandlePerOrder: (shopId, isOn) => withHandlePerOrder(shops, shopId, isOn),
    setTokenLife(change) {
      life = { ...life, ...change }
    },
    issueCode(shopId, appKey, redirectUrl, lifeMs = CODE_LIFE_MS) {
      const code = newToken()
      codes.set(code, { shopId, appKey, redirectUrl, expiresAt: now() + lifeMs })
      return code
    },
    redeemCode: (text, appKey, redirectUrl) =>
      spend(codes, text, (code) => code.appKey === appKey && (redirectUrl ?? code.redirectUrl) === code.redirectUrl),
    redeemRefreshToken: (token) => spend(refreshTokens, token, () => true),
  }
}

function withHandlePerOrder(shops: Kept<SandboxShop>, shopId: string, handlePerOrder: boolean): SandboxShop {
  const known = shops.get(shopId)
  if (!known) throw new UnknownInSandbox(`There is no shop ${shopId}`)
  const shop = { ...known, handlePerOrder }
  shops.set(shopId, shop)
  return shop
}

/** The WeChat Store calls a shop by its AppID. */
function shopIdOf(platform: PlatformName, place: number): string {
  const serial = BigInt(DEFAULT_SHOP_ID) + BigInt(place)
  return platform === 'wechat' ? `wx${serial.toString(16).padStart(16, '0')}` : String(serial)
}

/** The same tokens for the same seed, never the same twice. */
export function tokenMaker(state: StateFile, seed: number): () => string {
  const nextNumber = state.counter('tokens')
  return () => `62${createHash('sha256').update(`token ${nextNumber()} of ${seed}`).digest('hex').slice(0, 40)}`
}
