/**
 * RFC 6962 hash tree: leaf = SHA-256(0x00 ‖ data), node = SHA-256(0x01 ‖ left ‖ right); proofs of inclusion and of growth.
 * A *complete* node stands over 2^height leaves; its place counts from the left within its height.
 */
import { hash } from 'node:crypto'

const sha256 = (data: Buffer): Buffer => hash('sha256', data, 'buffer')
const LEAF = Buffer.from([0])
const NODE = Buffer.from([1])
export const leafHash = (data: Buffer): Buffer => sha256(Buffer.concat([LEAF, data]))
/** Reused, so that a million nodes make no garbage. */
const pair = Buffer.concat([NODE, Buffer.alloc(64)])
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  left.copy(pair, 1)
  right.copy(pair, 33)
  return sha256(pair)
}
const emptyRoot = (): Buffer => sha256(Buffer.alloc(0))

/** The roots of the complete subtrees of a tree of `size` leaves, largest first: all that is needed to go on appending. */
export type Frontier = { size: bigint; peaks: Buffer[] }
export const emptyFrontier = (): Frontier => ({ size: 0n, peaks: [] })

export type CompleteNode = { height: number; place: bigint; hash: Buffer }

/** Appends one leaf hash (changes the frontier in place; it is a running total, not a value). `onComplete` hears of every node above the leaves. */
export function append(frontier: Frontier, leaf: Buffer, onComplete?: (node: CompleteNode) => void): void {
  let node = leaf
  let place = frontier.size
  let height = 0
  while (place & 1n) {
    const left = frontier.peaks.pop()
    if (!left) throw new Error('a frontier has as many peaks as its size has one bits')
    node = nodeHash(left, node)
    place >>= 1n
    height += 1
    onComplete?.({ height, place, hash: node })
  }
  frontier.peaks.push(node)
  frontier.size += 1n
}

/** Root of the tree: peaks joined from the smallest up (RFC 6962 §2.1). */
export const rootOf = (frontier: Frontier): Buffer => joinPeaks(frontier.peaks)

/** `peaks`: roots of complete subtrees side by side, largest first. */
export function joinPeaks(peaks: readonly Buffer[]): Buffer {
  const last = peaks.at(-1)
  if (!last) return emptyRoot()
  return peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last)
}

/** The leaves `from` ≤ n < `to`, which are one subtree of an RFC 6962 tree: only its right edge may be incomplete. */
export type Span = { from: bigint; to: bigint }

/** The largest power of two below n (n ≥ 2). */
const splitOf = (n: bigint): bigint => 1n << BigInt((n - 1n).toString(2).length - 1)

/** Whose hashes prove that leaf `index` is in the tree of `size` leaves: its sibling first, the root's child last (RFC 6962 §2.1.1). */
export function inclusionSpans(index: bigint, size: bigint): Span[] {
  const spans: Span[] = []
  let [from, to] = [0n, size]
  while (to - from > 1n) {
    const middle = from + splitOf(to - from)
    if (index < middle) {
      spans.push({ from: middle, to })
      to = middle
    } else {
      spans.push({ from, to: middle })
      from = middle
    }
  }
  return spans.reverse()
}

/** Whose hashes prove that the tree of `size` leaves begins with the tree of `oldSize` leaves (RFC 6962 §2.1.2). */
export function growthSpans(oldSize: bigint, size: bigint): Span[] {
  if (oldSize === 0n || oldSize === size) return []
  const spans: Span[] = []
  let [from, to] = [0n, size]
  while (oldSize !== to) {
    const middle = from + splitOf(to - from)
    if (oldSize <= middle) {
      spans.push({ from: middle, to })
      to = middle
    } else {
      spans.push({ from, to: middle })
      from = middle
    }
  }
  // The old tree itself is what the verifier holds already; else the subtree at which both part.
  if (from > 0n) spans.push({ from, to })
  return spans.reverse()
}

/** The root that an inclusion proof leads to; null when the proof has another length than the tree wants. */
export function rootFromInclusion(leaf: Buffer, index: bigint, size: bigint, proof: readonly Buffer[]): Buffer | null {
  const spans = inclusionSpans(index, size)
  if (index >= size || spans.length !== proof.length) return null
  return proof.reduce(
    (node, sibling, level) => ((spans[level]?.from ?? 0n) > index ? nodeHash(node, sibling) : nodeHash(sibling, node)),
    leaf,
  )
}
