/** Apps, shops and everything that lets an app act for a shop: sessions, refresh tokens, codes. */
import { randomBytes } from 'node:crypto'

export const sandboxApp = { appKey: '12345678', appSecret: 'sandbox_secret' } as const
const DEFAULT_SHOP_ID = '3900000000000000001'
export const DEFAULT_SESSION = 'sandbox_session'

export type SandboxShop = { id: string; name: string; session: string; refreshToken: string; receivesPushes: boolean }
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
  addShop(shop: { name: string; session?: string; receivesPushes?: boolean }): SandboxShop
  list(): SandboxShop[]
  find(shopId: string): SandboxShop | undefined
  /** The shop a session stands for; null = unknown or expired. */
  shopOfSession(session: string): SandboxShop | null
  expireSession(session: string): void
  setTokenLife(life: { accessSeconds?: number; refreshSeconds?: number }): void
  issueCode(shopId: string, appKey: string, redirectUrl: string): string
  /** Null = unknown, used, expired, or made for another app or address. A code works once. */
  redeemCode(code: string, appKey: string, redirectUrl: string | null): Grant | null
  /** Null = unknown, used or expired. Each refresh token works once and is replaced. */
  redeemRefreshToken(refreshToken: string): Grant | null
}

const CODE_LIFE_MS = 30 * 60 * 1000
const DAY_SECONDS = 86_400

export function createShops(now: () => number): Shops {
  const apps = new Map<string, string>([[sandboxApp.appKey, sandboxApp.appSecret]])
  const shops = new Map<string, SandboxShop>()
  const sessions = new Map<string, Session>()
  const refreshTokens = new Map<string, Session>()
  const codes = new Map<string, Code>()
  let life = { accessSeconds: 365 * DAY_SECONDS, refreshSeconds: 365 * DAY_SECONDS }

  function addShop(wish: { name: string; session?: string; receivesPushes?: boolean }): SandboxShop {
    const shop = {
      id: String(BigInt(DEFAULT_SHOP_ID) + BigInt(shops.size)),
      name: wish.name,
      session: wish.session ?? newToken(),
      refreshToken: newToken(),
      receivesPushes: wish.receivesPushes ?? true,
    }
    shops.set(shop.id, shop)
    sessions.set(shop.session, { shopId: shop.id, expiresAt: Number.POSITIVE_INFINITY })
    refreshTokens.set(shop.refreshToken, { shopId: shop.id, expiresAt: Number.POSITIVE_INFINITY })
    return shop
  }

  function grant(shop: SandboxShop): Grant {
    const [accessToken, refreshToken] = [newToken(), newToken()]
    sessions.set(accessToken, { shopId: shop.id, expiresAt: now() + life.accessSeconds * 1000 })
    refreshTokens.set(refreshToken, { shopId: shop.id, expiresAt: now() + life.refreshSeconds * 1000 })
    return { accessToken, refreshToken, accessLifeSeconds: life.accessSeconds, refreshLifeSeconds: life.refreshSeconds, shop }
  }

  return {
    appSecret: (appKey) => apps.get(appKey),
    addApp: (appKey, appSecret) => void apps.set(appKey, appSecret),
    addShop,
    list: () => [...shops.values()],
    find: (shopId) => shops.get(shopId),
    shopOfSession(token) {
      const session = sessions.get(token)
      return session && session.expiresAt > now() ? (shops.get(session.shopId) ?? null) : null
    },
    expireSession(token) {
      const session = sessions.get(token)
      if (session) session.expiresAt = 0
    },
    setTokenLife(change) {
      life = { ...life, ...change }
    },
    issueCode(shopId, appKey, redirectUrl) {
      const code = newToken()
      codes.set(code, { shopId, appKey, redirectUrl, expiresAt: now() + CODE_LIFE_MS })
      return code
    },
    redeemCode(text, appKey, redirectUrl) {
      const code = codes.get(text)
      codes.delete(text)
      if (!code || code.expiresAt <= now() || code.appKey !== appKey) return null
      if (redirectUrl !== null && redirectUrl !== code.redirectUrl) return null
      const shop = shops.get(code.shopId)
      return shop ? grant(shop) : null
    },
    redeemRefreshToken(token) {
      const refresh = refreshTokens.get(token)
      refreshTokens.delete(token)
      const shop = refresh && refresh.expiresAt > now() ? shops.get(refresh.shopId) : undefined
      return shop ? grant(shop) : null
    },
  }
}

function newToken(): string {
  return `62${randomBytes(20).toString('hex')}`
}
