/** What tells one message about an order from another. Pure. */
import { createHash } from 'node:crypto'
import type { OrderMessage } from '#server/platforms/platform.ts'
import type { ArrivedMessage } from './message.ts'

/**
 * The platform's version and the content's fingerprint: platforms count in seconds, and two changes within one second must both
 * be kept. With shop and order number it is unique (table intake_messages).
 */
export const versionOf = ({ version, body }: ArrivedMessage): string =>
  `${version}#${createHash('sha256').update(body).digest('base64url').slice(0, 16)}`

export const arrived = ({ platformOrderId, version, body }: OrderMessage): ArrivedMessage => ({
  platformOrderId,
  version,
  body: JSON.stringify(body),
})
