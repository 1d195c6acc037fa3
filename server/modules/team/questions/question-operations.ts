import type { Operation } from '#kernel/operation.ts'
import { endViewAs } from './operations/end-view-as.ts'
import { explainAccess } from './operations/explain-access.ts'
import { explainOwnAccess } from './operations/explain-own-access.ts'
import { previewChange } from './operations/preview-change.ts'
import { viewAs } from './operations/view-as.ts'

export const questionOperations: readonly Operation[] = [explainAccess, explainOwnAccess, previewChange, viewAs, endViewAs]
