/** What the team module takes from this folder. */
import type { Operation } from '#kernel/operation.ts'
import { cancelOffboarding } from './operations/cancel-offboarding.ts'
import { endTemporaryAccounts } from './operations/end-temporary-accounts.ts'
import { listOffboardings } from './operations/list-offboardings.ts'
import { readLeaving } from './operations/read-leaving.ts'
import { signOffboarding } from './operations/sign-offboarding.ts'
import { startOffboarding } from './operations/start-offboarding.ts'
import { tickOffboarding } from './operations/tick-offboarding.ts'

export const leavingOperations: readonly Operation[] = [
  readLeaving,
  startOffboarding,
  tickOffboarding,
  signOffboarding,
  cancelOffboarding,
  listOffboardings,
  endTemporaryAccounts,
]
