import { z } from 'zod'
import { nothing, shape, uuid } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { settleMessages } from '#modules/intake/public.ts'

export const quarantineMessage = command({
  name: 'orders.quarantineMessage',
  ...shape({ messageId: uuid, reason: z.string().max(1000) }, nothing),
  summary: 'Sets one message aside that could not be applied, so that the others go on.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: (input) => ({ objects: [{ kind: 'message', id: input.messageId }], details: { reason: input.reason } }),
  errors: [],
  async run(tx, { messageId, reason }) {
    await settleMessages(tx, [{ messageId, state: 'quarantined', reason }])
    return {}
  },
})
