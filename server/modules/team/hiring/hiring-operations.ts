/** What the team module takes from this folder. */
import type { Operation } from '#kernel/operation.ts'
import { applyTemplate } from './operations/apply-template.ts'
import { importStaff } from './operations/import-staff.ts'
import { listTemplates } from './operations/list-templates.ts'
import { removeTemplate } from './operations/remove-template.ts'
import { saveTemplate } from './operations/save-template.ts'

export const hiringOperations: readonly Operation[] = [importStaff, listTemplates, saveTemplate, removeTemplate, applyTemplate]
