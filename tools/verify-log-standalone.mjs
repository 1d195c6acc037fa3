#!/usr/bin/env node
/**
 * Checks what a Zhanggui log gives to outsiders. Needs Node 22 or newer and nothing else: no package, no other file of the project.
 * docs/log-format.md describes every byte of it, so that anybody can write the same again.
 *
 *   node verify-log-standalone.mjs export FILE     [--key KEY] [--checkpoints FILE]   a whole log (npx zhanggui export-log)
 *   node verify-log-standalone.mjs proof FILE      --key KEY                           one entry (a .tlog-proof file)
 *   node verify-log-standalone.mjs growth FILE --old CHECKPOINT-FILE [--key KEY]      that a log only grew (team.proveLogGrowth)
 *
 * KEY is the log's public key as the merchant gave it to you (name+id+base64). Without it the key inside the file is taken, which shows
 * that the file agrees with itself, not who made it. --checkpoints names checkpoints that you kept yourself: only they show a log that
 * was cut at its end or written anew. Ends with 0 when all is good, with 1 when something is wrong, with 2 when it cannot be checked.
 */
import { createPublicKey, hash, verify } from 'node:crypto'
import { createReadStream, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'

const DAY_MS = 24 * 3600_000
/** The law's own times: six months for access, three years for transactions. A merchant may keep entries longer, never shorter. */
const LEAST_DAYS = { access: 183, transaction: 1096 }

class Bad extends Error {}
class Unusable extends Error {}
const bad = (seq, entryId, problem) => {
  throw new Bad(`BAD at ${seq}${entryId ? ` (entry ${entryId})` : ''}: ${problem}`)
}

/** Hashes are base64 all the way: that is how they are written, and text is faster than a buffer for each. */
const sha256 = (data) => hash('sha256', data, 'base64')
const bytesOf = (base64) => Buffer.from(base64, 'base64')
const leafHash = (data) => sha256(`\0${data}`)
const pair = Buffer.alloc(65, 1)
function nodeHash(left, right) {
  pair.write(left, 1, 'base64')
  pair.write(right, 33, 'base64')
  return sha256(pair)
}

// ── Keys and signed notes ────────────────────────────────────────────────────────────────────────────────────────────────────────
function readKey(text) {
  const [, name, id, encoded] = /^(\S+?)\+([0-9a-f]{8})\+(\S+)$/.exec(text.trim()) ?? []
  const bytes = Buffer.from(encoded ?? '', 'base64')
  if (bytes.length !== 33 || bytes[0] !== 1) throw new Unusable(`this is no Ed25519 verifier key: ${text}`)
  const expected = bytesOf(sha256(Buffer.concat([Buffer.from(`${name}\n`), bytes]))).subarray(0, 4)
  if (expected.toString('hex') !== id) throw new Unusable(`the key's id is not that of its name and bytes: ${text}`)
  const x = bytes.subarray(1).toString('base64url')
  return { name, id: expected, key: createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' }) }
}

/** The checkpoint in a note that this key has signed. */
function openCheckpoint(note, key) {
  const end = note.lastIndexOf('\n\n')
  const text = note.slice(0, end + 1)
  const [origin, size, root] = text.split('\n')
  const isSigned = note
    .slice(end + 2)
    .split('\n')
    .some((line) => {
      const [dash, name, encoded = ''] = line.split(' ')
      const bytes = Buffer.from(encoded, 'base64')
      return (
        dash === '—' && name === key.name && bytes.subarray(0, 4).equals(key.id) && verify(null, text, key.key, bytes.subarray(4))
      )
    })
  if (end < 0 || origin !== key.name || !/^\d+$/.test(size ?? ''))
    throw new Unusable(`this is no checkpoint of ${key.name}:\n${note}`)
  return { size: Number(size), root: root ?? '', isSigned }
}

/** Notes one after the other, a blank line between them; those of other logs and a torn last one are passed over. */
function readCheckpoints(file, key) {
  const notes = readFileSync(file, 'utf8').matchAll(/^(?:[^\n]+\n){3,}\n(?:— [^\n]+\n)+/gm)
  const ours = [...notes].map(([note]) => note).filter((note) => note.startsWith(`${key.name}\n`))
  if (ours.length === 0) throw new Unusable(`${file} holds no checkpoint of ${key.name}`)
  return ours.map((note) => openCheckpoint(note, key))
}

// ── The tree ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
/** A tree that grows leaf by leaf: `peaks` are the roots of its complete subtrees, largest first. */
function append(tree, leaf) {
  let node = leaf
  for (let size = tree.size; size % 2 === 1; size = (size - 1) / 2) node = nodeHash(tree.peaks.pop(), node)
  tree.peaks.push(node)
  tree.size += 1
}
const rootOf = ({ peaks }) => (peaks.length === 0 ? sha256('') : peaks.reduceRight((right, left) => nodeHash(left, right)))
const isOdd = (n) => n % 2 === 1
const half = (n) => Math.floor(n / 2)

/** RFC 9162 §2.1.3.2. */
function rootFromPath(leaf, index, size, path) {
  let [at, last, node] = [index, size - 1, leaf]
  for (const sibling of path) {
    if (last === 0) return ''
    if (isOdd(at) || at === last) {
      node = nodeHash(sibling, node)
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
    } else node = nodeHash(node, sibling)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 ? node : ''
}

/** RFC 9162 §2.1.4.2. */
function isGrowth(older, newer, hashes) {
  if (older.size === 0) return true
  if (older.size === newer.size) return older.root === newer.root
  const path = 2 ** Math.round(Math.log2(older.size)) === older.size ? [older.root, ...hashes] : hashes
  const [first, ...rest] = path
  if (!first) return false
  let [at, last, oldNode, newNode] = [older.size - 1, newer.size - 1, first, first]
  while (isOdd(at)) [at, last] = [half(at), half(last)]
  for (const hash of rest) {
    if (last === 0) return false
    if (isOdd(at) || at === last) {
      ;[oldNode, newNode] = [nodeHash(hash, oldNode), nodeHash(hash, newNode)]
      while (!isOdd(at) && at !== 0) [at, last] = [half(at), half(last)]
    } else newNode = nodeHash(newNode, hash)
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 && oldNode === older.root && newNode === newer.root
}

// ── Entries ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
const headerText = ({ at, body, entryId, kind }) =>
  `{"at":${JSON.stringify(at)},"body":${JSON.stringify(body)},"entryId":${JSON.stringify(entryId)},"kind":${JSON.stringify(kind)},"version":2}`

/** What is hashed of an entry: itself in version 1, its header in version 2. */
function leafData(entry) {
  const { version, at, entryId, kind } = JSON.parse(entry)
  if (version === 1) return entry
  if (version !== 2) throw new Unusable(`entry ${entryId} has version ${version}, which this program does not know`)
  return headerText({ at, body: sha256(entry), entryId, kind })
}

function isOver({ at, kind }, purgedAt) {
  if (kind === 'purge') return false
  const days = LEAST_DAYS[kind === 'command' ? 'transaction' : 'access']
  return Date.parse(at) + days * DAY_MS <= Date.parse(purgedAt)
}

/** Removed entries of one purge against what the purge's own entry says of them. */
function checkPurge(removed, act) {
  const [first] = removed
  if (!act) bad(first.seq, first.header.entryId, 'the entry was deleted: no purge in the log removed it')
  const leaves = sha256(Buffer.concat(removed.map(({ leaf }) => bytesOf(leaf))))
  if (act.details.count !== removed.length || act.details.leaves !== leaves)
    bad(first.seq, first.header.entryId, 'the entry was deleted: the purge it is put down to removed other entries')
  if (Date.parse(act.at) > Date.now() + DAY_MS)
    bad(first.seq, first.header.entryId, 'the entry was purged at a time that has not come yet')
  for (const { seq, header } of removed)
    if (!isOver(header, act.at)) bad(seq, header.entryId, 'the entry was purged before its time')
}

// ── A whole log ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────
function newLog(head, options) {
  if (head.format !== 'zhanggui-log-export/1') throw new Unusable('this is no export of a log, or one of a newer program')
  const key = readKey(options.key ?? head.verifierKey)
  const outside = options.checkpoints === undefined ? [] : readCheckpoints(options.checkpoints, key)
  return {
    key,
    tree: { size: 0, peaks: [] },
    checkpoints: 0,
    lastCheckpoint: 0,
    ...{ removed: new Map(), acts: new Map(), end: undefined },
    outside: Map.groupBy(outside, ({ size }) => size),
  }
}

function takeLeaf(log, { seq, leaf, entry, purged }) {
  if (seq !== String(log.tree.size)) bad(log.tree.size, null, `entry ${log.tree.size} is missing: the sequence jumps to ${seq}`)
  if (entry === undefined && purged === undefined) bad(seq, null, 'the entry was deleted')
  const { entryId } = JSON.parse(entry ?? purged.header)
  if (leafHash(entry === undefined ? purged.header : leafData(entry)) !== leaf)
    bad(
      seq,
      entryId,
      entry === undefined
        ? 'the entry was deleted: its tombstone is not what was sealed'
        : 'the entry was changed after it was sealed',
    )
  if (entry === undefined) {
    const header = JSON.parse(purged.header)
    log.removed.set(purged.purgeId, [...(log.removed.get(purged.purgeId) ?? []), { seq, leaf, header }])
  } else takeAct(log, entry)
  append(log.tree, leaf)
  compareOutside(log, entryId)
}

function takeAct(log, entry) {
  if (!entry.includes('"kind":"purge"')) return
  const { at, kind, operation, details } = JSON.parse(entry)
  if (kind === 'purge' && operation === 'upkeep.purgeLog') log.acts.set(details.purgeId, { at, details })
}

function compareOutside({ outside, tree }, entryId) {
  for (const kept of outside.get(tree.size) ?? []) {
    if (!kept.isSigned) bad(tree.size, entryId, 'a checkpoint you kept is not signed with the log key')
    if (kept.root !== rootOf(tree)) bad(tree.size, entryId, 'the log was rewritten: a checkpoint you kept shows another tree')
  }
}

function takeCheckpoint(log, note) {
  const { size, root, isSigned } = openCheckpoint(note, log.key)
  if (size !== log.tree.size) bad(log.tree.size, null, `a checkpoint for ${size} entries stands behind ${log.tree.size}`)
  if (root !== rootOf(log.tree))
    bad(size, null, 'entries and their seals were rewritten before this checkpoint: the tree differs')
  if (!isSigned) bad(size, null, 'the checkpoint is not signed with the log key')
  log.checkpoints += 1
  log.lastCheckpoint = size
}

function finish(log) {
  const { tree, end, lastCheckpoint } = log
  if (!end || end.treeSize !== String(tree.size)) bad(tree.size, null, 'the export was cut: its last line is missing')
  if (lastCheckpoint !== tree.size)
    bad(lastCheckpoint, null, `the last checkpoint covers ${lastCheckpoint} entries, the log has ${tree.size}`)
  const beyond = [...log.outside.keys()].filter((size) => size > tree.size).sort((a, b) => a - b)[0]
  if (beyond !== undefined) bad(tree.size, null, `the log was cut: a checkpoint you kept covers ${beyond} entries`)
  for (const [purgeId, removed] of log.removed) checkPurge(removed, log.acts.get(purgeId))
}

/** Calls `take` with every line; a whole file would not fit into one string. */
async function eachLine(file, take) {
  let rest = ''
  for await (const chunk of createReadStream(file, { encoding: 'utf8', highWaterMark: 1 << 20 })) {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop()
    for (const line of lines) take(line)
  }
  if (rest !== '') take(rest)
}

async function checkExport(file, options) {
  let log
  await eachLine(file, (line) => {
    const value = JSON.parse(line)
    if (!log) log = newLog(value, options)
    else if (value.seq !== undefined) takeLeaf(log, value)
    else if (value.checkpoint !== undefined) takeCheckpoint(log, value.checkpoint)
    else if (value.waiting !== undefined) takeAct(log, value.waiting)
    else if (value.end !== undefined) log.end = value.end
  })
  if (!log) throw new Unusable(`${file} is empty`)
  finish(log)
  const purged = [...log.removed.values()].flat().length
  return `${log.key.name}: ${log.tree.size} entries (${purged} purged), ${log.checkpoints} checkpoints, ${log.end.waiting} not sealed yet: all good`
}

// ── One entry, and the growth of a log ───────────────────────────────────────────────────────────────────────────────────────────
function checkProof(file, options) {
  const text = readFileSync(file, 'utf8')
  const at = text.indexOf('\n\n')
  const [head, extra, index, ...path] = text.slice(0, at).split('\n')
  if (head !== 'c2sp.org/tlog-proof@v1' || !extra?.startsWith('extra ') || !index?.startsWith('index '))
    throw new Unusable(`${file} is no proof of a log entry`)
  if (!options.key) throw new Unusable('a proof means nothing without the log’s key: --key KEY')
  const key = readKey(options.key)
  const checkpoint = openCheckpoint(text.slice(at + 2), key)
  const entry = Buffer.from(extra.slice(6), 'base64').toString('utf8')
  const { entryId } = JSON.parse(entry)
  const seq = Number(index.slice(6))
  if (!checkpoint.isSigned) bad(seq, entryId, 'the checkpoint is not signed with the log key')
  if (rootFromPath(leafHash(leafData(entry)), seq, checkpoint.size, path) !== checkpoint.root)
    bad(seq, entryId, 'the entry is not in the log that the checkpoint stands for')
  return `entry ${entryId} is number ${seq} of ${checkpoint.size} in ${key.name}: all good\n${entry}`
}

function checkGrowth(file, options) {
  if (!options.old) throw new Unusable('name the file of the older checkpoint: --old FILE')
  const { hashes, checkpoint, fromSize, verifierKey } = JSON.parse(readFileSync(file, 'utf8'))
  const key = readKey(options.key ?? verifierKey)
  const newer = openCheckpoint(checkpoint, key)
  const older = readCheckpoints(options.old, key).find(({ size }) => size === fromSize)
  if (!older) throw new Unusable(`${options.old} holds no checkpoint for ${fromSize} entries`)
  if (!newer.isSigned || !older.isSigned) bad(fromSize, null, 'a checkpoint is not signed with the log key')
  if (!isGrowth(older, newer, hashes)) bad(fromSize, null, 'the newer log does not begin with the older one: it was rewritten')
  return `${key.name} grew from ${older.size} to ${newer.size} entries and changed none: all good`
}

const checks = { export: checkExport, proof: checkProof, growth: checkGrowth }
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { key: { type: 'string' }, checkpoints: { type: 'string' }, old: { type: 'string' } },
})
const [what = '', file = ''] = positionals
try {
  if (!Object.hasOwn(checks, what) || file === '') throw new Unusable('say what to check: export FILE, proof FILE or growth FILE')
  console.log(await checks[what](file, values))
  if (!values.key) console.log('The key was taken from the file itself; compare it with the one you were given.')
} catch (error) {
  console.error(error instanceof Bad ? error.message : `This cannot be checked: ${error.message}`)
  process.exitCode = error instanceof Bad ? 1 : 2
}
