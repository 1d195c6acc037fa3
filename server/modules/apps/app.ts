/** The nouns of apps: third-party applications, who may use them, what was consented to. */
import type { Permission } from '#contract/permissions.ts'

export type AppState = 'active' | 'suspended' | 'uninstalled'
export type AppRow = {
  app_id: string
  client_id: string
  name: string
  publisher: string
  home_page: string
  client_type: 'public' | 'confidential'
  redirect_uris: string[]
  functions: Permission[]
  /** null = all shops, also future ones. */
  shop_ids: string[] | null
  state: AppState
  installed_by: string
  installed_at: string
  ends_at: string | null
  version: number
}
/** Scopes every app may ask for besides its functions: who signs in, and to stay connected. */
export const IDENTITY_SCOPES = ['openid', 'profile', 'offline_access'] as const
export const CONSENT_DAYS = 180
