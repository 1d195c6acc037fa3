import { fulfilment } from '#contract/fulfilment.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import { query } from '#kernel/operation.ts'
import { printJobs } from '../sheet-views.ts'

const PAGE = 50

export const listPrintJobs = query({
  name: 'fulfilment.listPrintJobs',
  ...fulfilment.listPrintJobs,
  summary: 'Print jobs and downloads with sheets of one’s shops, latest first.',
  access: { permission: 'fulfilment.view', scope: 'shop' },
  errors: [],
  async run(reader, { printerId, cursor }, actor, world) {
    const [createdAt, printJobId] = readCursor(cursor) ?? []
    const before = createdAt !== undefined && printJobId !== undefined ? { createdAt, printJobId } : undefined
    const rows = await printJobs(reader, actor.scope, { printerId, before }, PAGE + 1, world.now())
    const page = rows.slice(0, PAGE)
    const last = rows.length > PAGE ? page.at(-1) : undefined
    return { rows: page, next: last ? writeCursor([last.createdAt, last.printJobId]) : null }
  },
})
