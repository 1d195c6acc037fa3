/** The nouns of seller's notes on their way to a platform. */
import type { SELLER_NOTE_STATES } from '#contract/closed-lists.ts'

/** Flag 0 = none. */
export type SellerNote = { note: string; flag: number }
export type NoteState = (typeof SELLER_NOTE_STATES)[number]
export type NoteWish = SellerNote & {
  orderId: string
  shopId: string
  platformOrderId: string
  wishNumber: number
  state: NoteState
  /** What the platform may still say without anybody having changed it there: what it said before, and wishes of ours it was told earlier. */
  knownNotes: SellerNote[]
  problem: string
  attempts: number
  nextAttemptAt: string | null
  writtenBy: string
  writtenAt: string
  toldAt: string | null
}
/** A note as the platform says it; `modifiedAt` is that of the order, the only time there is. */
export type SeenNote = SellerNote & { modifiedAt: string }
