import { errors } from '#contract/errors.ts'
import { intake } from '#contract/intake.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import { adapterFor } from '#server/platforms/registry.ts'
import { rawMessage } from '../intake-views.ts'
import { maskedMessage } from '../personal-rules.ts'

export const readMessage = query({
  name: 'intake.readMessage',
  ...intake.readMessage,
  summary: 'One raw message as the platform sent it; what it says of persons is masked.',
  access: { permission: 'intake.view', scope: 'shop' },
  errors: [errors.notFound],
  async run(reader, { messageId }, actor) {
    const message = (await rawMessage(reader, actor.scope, messageId)) ?? fail(errors.notFound)
    const { platformOrderId, receivedAt, state, reason, shopId } = message
    const platform = (await shopsById(reader, [shopId])).get(shopId)?.platform ?? fail(errors.notFound)
    const body = maskedMessage(message.body, adapterFor(platform).personalFields)
    return { messageId, platformOrderId, receivedAt, state, reason, body }
  },
})
