/**
 * Checkpoints as signed notes (c2sp.org/signed-note, c2sp.org/tlog-checkpoint), so that any tool for transparency logs reads them:
 * origin, tree size and root, one a line; a blank line; "— name base64(key id ‖ Ed25519 signature)".
 */
import { hash, type KeyObject, sign, verify } from 'node:crypto'
import type { MerchantId } from './ids.ts'
import type { Hash } from './merkle.ts'

/** The log of one merchant; also the name of the key in its signature line. */
export const originOf = (merchant: MerchantId): string => `zhanggui/log/${merchant}`

const ED25519 = 0x01
/** The 32 bytes of the key, as RFC 8032 writes it. */
const rawKey = (publicKey: KeyObject): Buffer => Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url')

function keyId(name: string, publicKey: KeyObject): Buffer {
  return hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.from([ED25519]), rawKey(publicKey)]), 'buffer').subarray(
    0,
    4,
  )
}

/** The key as verifiers of signed notes take it: name+id+base64(type ‖ key). */
export function verifierKey(name: string, publicKey: KeyObject): string {
  const key = Buffer.concat([Buffer.from([ED25519]), rawKey(publicKey)]).toString('base64')
  return `${name}+${keyId(name, publicKey).toString('hex')}+${key}`
}

export const checkpointText = (merchant: MerchantId, treeSize: string, root: Hash): string =>
  `${originOf(merchant)}\n${treeSize}\n${root}\n`

/** The bare Ed25519 signature, base64: what the database keeps. */
export const signText = (text: string, privateKey: KeyObject): string =>
  sign(null, Buffer.from(text), privateKey).toString('base64')

export type StoredCheckpoint = { tree_size: string; root_hash: string; signature: string }

/** The note of a checkpoint that the database keeps. */
export function noteOf(merchant: MerchantId, stored: StoredCheckpoint, publicKey: KeyObject): string {
  const name = originOf(merchant)
  const text = checkpointText(merchant, stored.tree_size, stored.root_hash)
  const line = Buffer.concat([keyId(name, publicKey), Buffer.from(stored.signature, 'base64')]).toString('base64')
  return `${text}\n— ${name} ${line}\n`
}

export type Checkpoint = { note: string; origin: string; size: number; root: string }

/** Reads a checkpoint's note without trusting it; undefined when it is none. */
export function parseCheckpoint(note: string): Checkpoint | undefined {
  const [origin = '', size = '', root = ''] = note.split('\n')
  if (origin === '' || !/^(0|[1-9]\d{0,14})$/.test(size) || Buffer.from(root, 'base64').length !== 32) return undefined
  return { note, origin, size: Number(size), root }
}

/** The key id and signature bytes under a name; signatures of others (witnesses) are passed over. */
function signaturesOf(note: string, name: string): { text: string; signatures: Buffer[] } {
  const end = note.lastIndexOf('\n\n')
  const lines = end < 0 ? [] : note.slice(end + 2).split('\n')
  const signatures = lines.flatMap((line) => {
    const [dash, signer, encoded = ''] = line.split(' ')
    const bytes = Buffer.from(encoded, 'base64')
    return dash === '—' && signer === name && bytes.length === 68 ? [bytes] : []
  })
  return { text: note.slice(0, end + 1), signatures }
}

/** False for a note that a full disk cut off in the middle of its signature. */
export const isNoteWhole = (note: string, name: string): boolean => signaturesOf(note, name).signatures.length > 0

/** True when this key signed the note under this name. */
export function isNoteSigned(note: string, name: string, publicKey: KeyObject): boolean {
  const { text, signatures } = signaturesOf(note, name)
  const id = keyId(name, publicKey)
  return signatures.some(
    (bytes) => bytes.subarray(0, 4).equals(id) && verify(null, Buffer.from(text), publicKey, bytes.subarray(4)),
  )
}

/** Notes one after the other, a blank line between them: the file of LOG_CHECKPOINT_FILE and the body of LOG_CHECKPOINT_URL. */
export const joinNotes = (notes: readonly string[]): string => notes.map((note) => `${note}\n`).join('')

export function splitNotes(text: string): string[] {
  const notes: string[] = []
  let lines: string[] = []
  let isSigned = false
  for (const line of text.split('\n')) {
    const isSignature = line.startsWith('— ')
    if (isSigned && !isSignature) {
      notes.push(`${lines.join('\n')}\n`)
      lines = []
      isSigned = false
    }
    if (line === '' && lines.length === 0) continue
    lines.push(line)
    isSigned = isSignature
  }
  return notes
}
