import { afterSales } from '#contract/after-sales.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import { query } from '#kernel/operation.ts'
import { shownCases } from '../case-rows.ts'
import { casesAfter } from '../case-views.ts'

const PAGE = 50
const HOUR_MS = 3_600_000

export const listCases = query({
  name: 'afterSales.listCases',
  ...afterSales.listCases,
  summary: 'What buyers ask back, the soonest due first, with what was decided and whether the platform has been told.',
  access: { permission: 'afterSales.view', scope: 'shop' },
  errors: [],
  async run(reader, { phase = 'todo', shopId, kind, dueWithinHours, inTrouble = false, search = '', cursor }, actor, world) {
    const [at, id] = readCursor(cursor) ?? []
    const after = at !== undefined && id !== undefined ? { at, id } : undefined
    const dueBefore = dueWithinHours === undefined ? undefined : new Date(world.now().getTime() + dueWithinHours * HOUR_MS)
    const filter = { phase, shopId, kind, dueBefore, inTrouble, search }
    const cases = await casesAfter(reader, actor.scope, filter, after, PAGE + 1)
    const page = cases.slice(0, PAGE)
    const last = cases.length > PAGE ? page.at(-1) : undefined
    return { rows: await shownCases(reader, page), next: last ? writeCursor([last.sortedBy, last.caseId]) : null }
  },
})
