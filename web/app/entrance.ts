import type { OutputOf } from '#web/shared/api.ts'

export type SecondStep = { challenge: string; ways: OutputOf<'team.signIn'>['ways'] }
/** `second`: the password was right and a second factor is still wanted. */
export type Entrance = {
  isBusy: boolean
  problem: unknown
  second: SecondStep | null
  by: (signIn: () => Promise<unknown>) => void
  back: () => void
}
