/** What buyers say of the goods they got, at most one review for each line of an order. */
import type { SandboxLine, SandboxOrder } from './order.ts'
import { wholeSecond } from './platform-time.ts'
import type { StateFile } from './state-file.ts'

export type SandboxReview = {
  id: string
  shopId: string
  tid: string
  oid: string
  itemId: string
  title: string
  priceFen: number
  buyerNick: string
  /** 1–5. */
  stars: number
  text: string
  /** The seller's answer; '' = none yet. */
  reply: string
  createdAt: number
}
export type Reviews = {
  write(order: SandboxOrder, line: SandboxLine, wish: { stars: number; text: string }): SandboxReview
  ofLine(oid: string): SandboxReview | undefined
  reply(review: SandboxReview, text: string): void
  /** Of a shop, written within [from, to], latest first. */
  writtenBetween(shopId: string, from: number, to: number): SandboxReview[]
  list(): SandboxReview[]
}

const FIRST_ID = 1_210_000_000_000_000_000n

export function createReviews(now: () => number, state: StateFile): Reviews {
  const reviews = state.table<SandboxReview>('reviews')
  const nextNumber = state.counter('reviews')
  const latestFirst = (rows: SandboxReview[]) => rows.sort((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
  return {
    write(order, line, { stars, text }) {
      const written: SandboxReview = {
        ...{ id: String(FIRST_ID + BigInt(nextNumber())), shopId: order.shopId, tid: order.tid, oid: line.oid },
        ...{ itemId: line.itemId, title: line.title, priceFen: line.priceFen, buyerNick: order.buyerNick },
        ...{ stars, text, reply: '', createdAt: wholeSecond(now()) },
      }
      reviews.set(line.oid, written)
      return written
    },
    ofLine: (oid) => reviews.get(oid),
    reply: (review, text) => void reviews.set(review.oid, Object.assign(review, { reply: text })),
    writtenBetween: (shopId, from, to) =>
      latestFirst([...reviews.values()].filter((one) => one.shopId === shopId && one.createdAt >= from && one.createdAt <= to)),
    list: () => latestFirst([...reviews.values()]),
  }
}
