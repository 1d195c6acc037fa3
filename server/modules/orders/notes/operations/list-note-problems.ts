import { orders } from '#contract/orders.ts'
import { query } from '#kernel/operation.ts'
import { noteProblems } from '../note-views.ts'

export const listNoteProblems = query({
  name: 'orders.listNoteProblems',
  ...orders.listNoteProblems,
  summary: 'Seller’s notes that their platforms have not taken, with the reason.',
  access: { permission: 'orders.view', scope: 'shop' },
  errors: [],
  run: (reader, { cursor = null }, actor) => noteProblems(reader, actor.scope, cursor),
})
