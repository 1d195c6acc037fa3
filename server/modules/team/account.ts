/** The nouns of the team: accounts and what is known of them. */

export type AccountState = 'invited' | 'active' | 'frozen' | 'penalty_frozen' | 'left'
export type AccountKind = 'person' | 'temporary' | 'app' | 'agent'
export type AccountRow = {
  account_id: string
  login: string
  name: string
  kind: AccountKind
  state: AccountState
  is_owner: boolean
  department_id: string | null
  epoch: number
  version: number
  created_at: string
}

/** Hours of a week in which a person is on shift; days 1 = Monday … 7 = Sunday. `to` before `from` ends on the next day. */
export type WorkSpan = { days: number[]; from: string; to: string }
/** `others`: days with other hours. */
export type WorkHours = WorkSpan & { zone: string; others?: WorkSpan[] | undefined }

/** The longest life of a temporary account, in days (house rule of the product; no seat is needed meanwhile). */
export const TEMPORARY_MAX_DAYS = 30
