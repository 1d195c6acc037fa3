export type MessageState = 'new' | 'applied' | 'quarantined'
/** A message to keep. `version` = the platform's modification time, '' when it named none. */
export type ArrivedMessage = { platformOrderId: string; version: string; body: string }
export type StoredMessage = {
  messageId: string
  shopId: string
  platform: string
  platformOrderId: string
  /** The platform's modification time, `#`, and a fingerprint of the content. */
  version: string
  /** Exactly as received (JSON). */
  body: string
}
export type Settlement = { messageId: string; state: 'applied' | 'quarantined'; reason: string | null }
