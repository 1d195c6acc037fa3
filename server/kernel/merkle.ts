/** RFC 6962 hash tree: leaf = SHA-256(0x00 ‖ data), node = SHA-256(0x01 ‖ left ‖ right). */
import { createHash } from 'node:crypto'

const sha256 = (...parts: Buffer[]): Buffer => {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part)
  return hash.digest()
}
const LEAF = Buffer.from([0])
const NODE = Buffer.from([1])
export const leafHash = (data: Buffer): Buffer => sha256(LEAF, data)
export const nodeHash = (left: Buffer, right: Buffer): Buffer => sha256(NODE, left, right)
const emptyRoot = (): Buffer => sha256()

/** The roots of the complete subtrees of a tree of `size` leaves, largest first: all that is needed to go on appending. */
export type Frontier = { size: bigint; peaks: Buffer[] }
export const emptyFrontier = (): Frontier => ({ size: 0n, peaks: [] })

/** Appends one leaf hash (changes the frontier in place; it is a running total, not a value). */
export function append(frontier: Frontier, leaf: Buffer): void {
  let node = leaf
  let size = frontier.size
  while (size & 1n) {
    const left = frontier.peaks.pop()
    if (!left) throw new Error('a frontier has as many peaks as its size has one bits')
    node = nodeHash(left, node)
    size >>= 1n
  }
  frontier.peaks.push(node)
  frontier.size += 1n
}

/** Root of the tree: peaks joined from the smallest up (RFC 6962 §2.1). */
export function rootOf(frontier: Frontier): Buffer {
  const last = frontier.peaks.at(-1)
  if (!last) return emptyRoot()
  return frontier.peaks.slice(0, -1).reduceRight((right, left) => nodeHash(left, right), last)
}
