export type MessageState = 'new' | 'applied' | 'quarantined'
/** A message to keep. `version` '' = the platform named none: then its content decides whether it is new. */
export type ArrivedMessage = { platformOrderId: string; version: string; body: string }
export type StoredMessage = {
  messageId: string
  shopId: string
  platform: string
  platformOrderId: string
  version: string
  /** Exactly as received (JSON). */
  body: string
}
export type Settlement = { messageId: string; state: 'applied' | 'quarantined'; reason: string | null }
