/**
 * RFC 6962 hash tree: leaf = SHA-256(0x00 ‖ data), node = SHA-256(0x01 ‖ left ‖ right); proofs of inclusion and of growth.
 * A *complete* node stands over 2^height leaves; its place counts from the left within its height.
 */
import { hash } from 'node:crypto'

/** SHA-256 in base64: text needs a quarter of the time that a buffer for every hash costs, and is what the database keeps. */
export type Hash = string

export const leafHash = (data: string | Buffer): Hash =>
  hash('sha256', typeof data === 'string' ? `\0${data}` : Buffer.concat([Buffer.from([0]), data]), 'base64')

/** 0x01 ‖ left ‖ right; used again and again. */
const pair = Buffer.alloc(65, 1)
export function nodeHash(left: Hash, right: Hash): Hash {
  pair.write(left, 1, 'base64')
  pair.write(right, 33, 'base64')
  return hash('sha256', pair, 'base64')
}
const emptyRoot = (): Hash => hash('sha256', '', 'base64')

/** The roots of the complete subtrees of a tree of `size` leaves, largest first: all that is needed to go on appending. */
export type Frontier = { size: number; peaks: Hash[] }
export const emptyFrontier = (): Frontier => ({ size: 0, peaks: [] })

export type CompleteNode = { height: number; place: number; hash: Hash }

/** Appends one leaf hash (changes the frontier in place; it is a running total, not a value). `onComplete` hears of every node above the leaves. */
export function append(frontier: Frontier, leaf: Hash, onComplete?: (node: CompleteNode) => void): void {
  let node = leaf
  let place = frontier.size
  let height = 0
  while (place % 2 === 1) {
    const left = frontier.peaks.pop()
    if (!left) throw new Error('a frontier has as many peaks as its size has one bits')
    node = nodeHash(left, node)
    place = (place - 1) / 2
    height += 1
    onComplete?.({ height, place, hash: node })
  }
  frontier.peaks.push(node)
  frontier.size += 1
}

/** Root of the tree: peaks joined from the smallest up (RFC 6962 §2.1). */
export const rootOf = (frontier: Frontier): Hash => joinPeaks(frontier.peaks)

/** `peaks`: roots of complete subtrees side by side, largest first. */
export function joinPeaks(peaks: readonly Hash[]): Hash {
  const last = peaks.at(-1)
  if (!last) return emptyRoot()
  return peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last)
}

/** The leaves `from` ≤ n < `to`, which are one subtree of an RFC 6962 tree: only its right edge may be incomplete. */
export type Span = { from: number; to: number }

/** The largest power of two below n (n ≥ 2). */
const splitOf = (n: number): number => 2 ** ((n - 1).toString(2).length - 1)

/** Whose hashes prove that leaf `index` is in the tree of `size` leaves: its sibling first, the root's child last (RFC 6962 §2.1.1). */
export function inclusionSpans(index: number, size: number): Span[] {
  const spans: Span[] = []
  let [from, to] = [0, size]
  while (to - from > 1) {
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
export function growthSpans(oldSize: number, size: number): Span[] {
  if (oldSize === 0 || oldSize === size) return []
  const spans: Span[] = []
  let [from, to] = [0, size]
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
  if (from > 0) spans.push({ from, to })
  return spans.reverse()
}

/** The root that an inclusion proof leads to; null when the proof has another length than the tree wants. */
export function rootFromInclusion(leaf: Hash, index: number, size: number, proof: readonly Hash[]): Hash | null {
  const spans = inclusionSpans(index, size)
  if (index >= size || spans.length !== proof.length) return null
  return proof.reduce(
    (node, sibling, level) => ((spans[level]?.from ?? 0) > index ? nodeHash(node, sibling) : nodeHash(sibling, node)),
    leaf,
  )
}
