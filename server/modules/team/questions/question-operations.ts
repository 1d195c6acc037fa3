import type { Operation } from '#kernel/operation.ts'
import { explainAccess } from './operations/explain-access.ts'
import { explainOwnAccess } from './operations/explain-own-access.ts'

export const questionOperations: readonly Operation[] = [explainAccess, explainOwnAccess]
