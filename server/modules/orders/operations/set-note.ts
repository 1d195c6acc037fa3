import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { inScope } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { setInternalNote } from '../order-store.ts'

export const setNote = command({
  name: 'orders.setNote',
  ...orders.setNote,
  summary: 'Writes the team’s own note on an order, which never leaves the house; the seller’s note is orders.setSellerNotes.',
  access: { permission: 'orders.note', scope: 'shop' },
  audit: (input) => ({ objects: [{ kind: 'order', id: input.orderId }], details: { length: input.note.length } }),
  errors: [errors.notFound],
  async run(tx, { orderId, note }, actor) {
    const isDone = await setInternalNote(tx, orderId, note, inScope(actor.scope, sql`o.shop_id`))
    return isDone ? {} : fail(errors.notFound)
  },
})
