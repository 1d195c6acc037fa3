import { errors } from '#contract/errors.ts'
import { intake } from '#contract/intake.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { rawMessage } from '../intake-views.ts'

/** A raw message may hold a receiver in plain text: who looked is in the log. */
export const readMessage = query({
  name: 'intake.readMessage',
  ...intake.readMessage,
  summary: 'One raw message as the platform sent it.',
  access: { permission: 'orders.viewReceiver', scope: 'shop' },
  audit: ({ messageId }, { platformOrderId }) => ({
    kind: 'reveal',
    objects: [{ kind: 'message', id: messageId }],
    details: { platformOrderId },
  }),
  errors: [errors.notFound],
  async run(reader, { messageId }, actor) {
    const message = (await rawMessage(reader, actor.scope, messageId)) ?? fail(errors.notFound)
    const { platformOrderId, receivedAt, state, reason, body } = message
    return { messageId, platformOrderId, receivedAt, state, reason, body }
  },
})
