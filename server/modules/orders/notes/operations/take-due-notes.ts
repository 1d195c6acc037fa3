import { z } from 'zod'
import { shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { lockDueWishes, saveWishes } from '../note-store.ts'

const AT_ONCE = 40

const dueNote = z.object({
  orderId: uuid,
  platformOrderId: z.string(),
  wishNumber: z.number().int(),
  note: z.string(),
  flag: z.number().int(),
  /** It was told before and nobody knows whether it arrived. */
  mustRead: z.boolean(),
})
export type DueNote = z.infer<typeof dueNote>

export const takeDueNotes = command({
  name: 'orders.takeDueNotes',
  ...shape({ shopId: uuid }, z.object({ rows: z.array(dueNote) })),
  summary: 'Marks the notes of a shop that its platform is to be told now, before it is told.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'only marks the beginning of calls; what came of them is logged' },
  errors: [],
  async run(tx, { shopId }, _actor, { now }) {
    const due = await lockDueWishes(tx, shopId, now, AT_ONCE)
    await saveWishes(
      tx,
      due.filter(({ state }) => state === 'waiting').map((wish) => ({ ...wish, state: 'calling' as const })),
    )
    return {
      rows: due.map(({ orderId, platformOrderId, wishNumber, note, flag, state }) => ({
        ...{ orderId, platformOrderId, wishNumber, note, flag },
        mustRead: state === 'calling',
      })),
    }
  },
})
