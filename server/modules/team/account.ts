/** The nouns of the team: accounts, their grants, their sessions. */
import type { BuiltInRole } from '#contract/permissions.ts'

export type AccountState = 'active' | 'frozen' | 'left'
export type AccountRow = {
  account_id: string
  login: string
  name: string
  state: AccountState
  is_owner: boolean
  epoch: number
  version: number
  created_at: string
}
/** `shop_ids: null` = all shops. */
export type GrantRow = { grant_id: string; account_id: string; role: BuiltInRole; shop_ids: string[] | null }
/** A pair to be granted. */
export type GrantPair = { role: BuiltInRole; shopIds: string[] | null }

export const SESSION_LIFE_MS = 30 * 24 * 3600_000
/** A session nobody used for this long is over. */
export const SESSION_IDLE_MS = 7 * 24 * 3600_000
export const PASSWORD_MIN_LENGTH = 10
