import { documents } from '#contract/documents.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import { query } from '#kernel/operation.ts'
import { printedDocuments } from '../document-views.ts'

const PAGE = 50

export const listPrintedDocuments = query({
  name: 'fulfilment.listPrintedDocuments',
  ...documents.listPrintedDocuments,
  summary: 'Delivery notes and pick lists that were sent to printers, latest first.',
  access: { permission: 'fulfilment.view', scope: 'shop' },
  errors: [],
  async run(reader, { search = '', cursor }, actor, world) {
    const [createdAt, documentId] = readCursor(cursor) ?? []
    const before = createdAt !== undefined && documentId !== undefined ? { createdAt, documentId } : undefined
    const rows = await printedDocuments(reader, actor.scope, { before, search }, PAGE + 1, world.now())
    const page = rows.slice(0, PAGE)
    const last = rows.length > PAGE ? page.at(-1) : undefined
    return { rows: page, next: last ? writeCursor([last.createdAt, last.documentId]) : null }
  },
})
