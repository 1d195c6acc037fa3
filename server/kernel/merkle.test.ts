import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  append,
  emptyFrontier,
  type Frontier,
  growthSpans,
  type Hash,
  inclusionSpans,
  joinPeaks,
  leafHash,
  nodeHash,
  rootFromInclusion,
  rootOf,
  type Span,
} from './merkle.ts'

const leaves = Array.from({ length: 70 }, (_, n) => leafHash(`leaf ${n}`))
const treeOf = (span: Span): Frontier => {
  const frontier = emptyFrontier()
  for (const leaf of leaves.slice(span.from, span.to)) append(frontier, leaf)
  return frontier
}
const hashOf = (span: Span) => rootOf(treeOf(span))
const leafAt = (index: number) => leaves[index] ?? ''

test('the tree hashes as RFC 6962 says: its known roots for one to eight leaves', () => {
  // Test vectors of RFC 6962's reference implementation (leaf data in hex, roots of the first n leaves).
  const vectors = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
  const roots = [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ]
  const frontier = emptyFrontier()
  for (const [place, data] of vectors.entries()) {
    append(frontier, leafHash(Buffer.from(data, 'hex')))
    assert.equal(Buffer.from(rootOf(frontier), 'base64').toString('hex'), roots[place])
  }
  const zeros = Buffer.alloc(32)
  assert.notEqual(nodeHash(zeros.toString('base64'), zeros.toString('base64')), leafHash(Buffer.concat([zeros, zeros])))
  assert.equal(leafHash('汉字'), leafHash(Buffer.from('汉字')))
})

test('every leaf of every tree up to 70 leaves is proved by its path, and by no other leaf or place', () => {
  for (let size = 1; size <= 70; size += 1) {
    const root = hashOf({ from: 0, to: size })
    for (let index = 0; index < size; index += 1) {
      const proof = inclusionSpans(index, size).map(hashOf)
      const leaf = leafAt(index)
      assert.equal(rootFromInclusion(leaf, index, size, proof), root)
      assert.notEqual(rootFromInclusion(leafHash('forged'), index, size, proof), root)
      if (size > 1) assert.notEqual(rootFromInclusion(leaf, (index + 1) % size, size, proof), root)
    }
  }
  assert.equal(rootFromInclusion(leafAt(0), 0, 8, []), null)
  assert.equal(rootFromInclusion(leafAt(0), 9, 8, []), null)
})

/** The check of RFC 9162 §2.1.4.2, written from its text and knowing nothing of spans. */
function growthHolds(oldSize: number, size: number, oldRoot: Hash, root: Hash, proof: Hash[]): boolean {
  if (oldSize === size) return proof.length === 0 && oldRoot === root
  const isPower = (oldSize & (oldSize - 1)) === 0
  const [first, ...rest] = isPower ? [oldRoot, ...proof] : proof
  if (!first) return false
  let [fn, sn] = [oldSize - 1, size - 1]
  while (fn & 1) [fn, sn] = [fn >> 1, sn >> 1]
  let [fr, sr] = [first, first]
  for (const c of rest) {
    if (sn === 0) return false
    if (fn & 1 || fn === sn) {
      fr = nodeHash(c, fr)
      sr = nodeHash(c, sr)
      while (!(fn & 1) && fn !== 0) [fn, sn] = [fn >> 1, sn >> 1]
    } else sr = nodeHash(sr, c)
    ;[fn, sn] = [fn >> 1, sn >> 1]
  }
  return fr === oldRoot && sr === root && sn === 0
}

test('the growth from any tree to any larger one is proved as RFC 9162 checks it, and a rewritten beginning is not', () => {
  for (let size = 1; size <= 70; size += 1) {
    const root = hashOf({ from: 0, to: size })
    for (let oldSize = 1; oldSize <= size; oldSize += 1) {
      const proof = growthSpans(oldSize, size).map(hashOf)
      const oldRoot = hashOf({ from: 0, to: oldSize })
      assert.ok(growthHolds(oldSize, size, oldRoot, root, proof), `${oldSize} → ${size}`)
      assert.ok(!growthHolds(oldSize, size, leafHash(oldRoot), root, proof))
    }
  }
})

test('the complete nodes told of while appending are those of the tree, and stand for it', () => {
  const frontier = emptyFrontier()
  for (const leaf of leaves)
    append(frontier, leaf, ({ height, place, hash }) => {
      const from = place * 2 ** height
      assert.deepEqual(hash, hashOf({ from, to: from + 2 ** height }))
    })
  assert.deepEqual(joinPeaks(frontier.peaks), rootOf(frontier))
})
