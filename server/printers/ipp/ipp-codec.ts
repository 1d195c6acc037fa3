/** The binary form of IPP requests and answers (RFC 8010), with lists of values (1setOf) and nested collections. */

type IppRange = { lower: number; upper: number }
type IppResolution = { x: number; y: number; unit: 'dpi' | 'dpcm' }
/** `null` stands for the out-of-band values (no-value, unknown, unsupported); dates and foreign syntaxes stay bytes. */
export type IppValue = number | boolean | string | null | IppRange | IppResolution | Uint8Array | IppCollection
type IppCollection = { members: IppAttributes }
export type IppAttributes = Record<string, IppValue[]>

type IppGroup = { group: keyof typeof GROUP_TAGS | 'other'; attributes: IppAttributes }
export type IppAnswer = { version: string; status: number; requestId: number; groups: IppGroup[] }

/** An attribute on its way out needs its syntax, which the value alone does not tell. */
type IppSyntax = keyof typeof SYNTAX_TAGS
export type IppOutgoing = { syntax: IppSyntax; name: string; values: IppOutgoingValue[] }
type IppOutgoingValue = number | boolean | string | IppOutgoing[]
type IppRequest = {
  operation: number
  requestId: number
  groups: { group: keyof typeof GROUP_TAGS; attributes: IppOutgoing[] }[]
  document?: Uint8Array
}

const GROUP_TAGS = { operation: 0x01, job: 0x02, printer: 0x04, unsupported: 0x05 } as const
const SYNTAX_TAGS = {
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  collection: 0x34,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  charset: 0x47,
  naturalLanguage: 0x48,
  mimeMediaType: 0x49,
} as const
const TAG = { end: 0x03, firstValue: 0x10, resolution: 0x32, range: 0x33, endCollection: 0x37, memberName: 0x4a } as const
const TEXT_WITH_LANGUAGE = 0x35
const NAME_WITH_LANGUAGE = 0x36
const VERSION_2_0 = [0x02, 0x00]

/** Thrown for bytes that are no IPP message. */
export class IppSyntaxError extends Error {
  override readonly name = 'IppSyntaxError'
}

export function encodeIpp(request: IppRequest): Uint8Array {
  const head = Buffer.alloc(8)
  head.set(VERSION_2_0)
  head.writeUInt16BE(request.operation, 2)
  head.writeUInt32BE(request.requestId, 4)
  const parts: Uint8Array[] = [head]
  for (const { group, attributes } of request.groups) {
    parts.push(Uint8Array.of(GROUP_TAGS[group]))
    for (const attribute of attributes) encodeAttribute(parts, attribute)
  }
  parts.push(Uint8Array.of(TAG.end))
  if (request.document) parts.push(request.document)
  return Buffer.concat(parts)
}

/** Further values of a list repeat the tag with an empty name. */
function encodeAttribute(parts: Uint8Array[], { syntax, name, values }: IppOutgoing): void {
  for (const [index, value] of values.entries()) {
    const ownName = index === 0 ? name : ''
    if (typeof value === 'object') {
      encodeField(parts, SYNTAX_TAGS.collection, ownName, Buffer.alloc(0))
      encodeMembers(parts, value)
    } else {
      encodeField(parts, SYNTAX_TAGS[syntax], ownName, scalarBytes(value))
    }
  }
}

/** Members are nameless: each is announced by a field that carries its name as value. */
function encodeMembers(parts: Uint8Array[], members: IppOutgoing[]): void {
  for (const member of members) {
    encodeField(parts, TAG.memberName, '', Buffer.from(member.name))
    encodeAttribute(parts, { ...member, name: '' })
  }
  encodeField(parts, TAG.endCollection, '', Buffer.alloc(0))
}

function encodeField(parts: Uint8Array[], tag: number, name: string, value: Uint8Array): void {
  const nameBytes = Buffer.from(name)
  const field = Buffer.alloc(5 + nameBytes.length)
  field[0] = tag
  field.writeUInt16BE(nameBytes.length, 1)
  field.set(nameBytes, 3)
  field.writeUInt16BE(value.length, 3 + nameBytes.length)
  parts.push(field, value)
}

function scalarBytes(value: number | boolean | string): Uint8Array {
  if (typeof value === 'string') return Buffer.from(value)
  if (typeof value === 'boolean') return Uint8Array.of(value ? 1 : 0)
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

type Field = { tag: number; name: string; value: Buffer }

/** Reads an answer. Throws IppSyntaxError when the bytes are cut off or nested wrongly. */
export function decodeIpp(bytes: Uint8Array): IppAnswer {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (buffer.length < 9) throw new IppSyntaxError(`${buffer.length} bytes are no IPP message`)
  const groups: IppGroup[] = []
  const reader = { buffer, at: 8 }
  let current: IppValue[] | undefined
  while (true) {
    const tag = byteAt(reader)
    if (tag === TAG.end) break
    if (tag < TAG.firstValue) {
      reader.at++
      groups.push({ group: groupName(tag), attributes: {} })
      current = undefined
      continue
    }
    const field = readField(reader)
    if (field.name !== '') {
      const group = groups.at(-1)
      if (!group) throw new IppSyntaxError('an attribute stands before the first group')
      current = []
      group.attributes[field.name] = current
    }
    if (!current) throw new IppSyntaxError('a value without an attribute')
    current.push(field.tag === SYNTAX_TAGS.collection ? readCollection(reader, 0) : scalarValue(field))
  }
  return {
    version: `${buffer.readUInt8(0)}.${buffer.readUInt8(1)}`,
    status: buffer.readUInt16BE(2),
    requestId: buffer.readUInt32BE(4),
    groups,
  }
}

type Reader = { buffer: Buffer; at: number }
/** Deeper nesting than any known attribute has is taken for an attack on the stack. */
const DEEPEST = 16

function readCollection(reader: Reader, depth: number): IppCollection {
  if (depth > DEEPEST) throw new IppSyntaxError('collections are nested too deeply')
  const members: IppAttributes = {}
  let current: IppValue[] | undefined
  while (true) {
    const field = readField(reader)
    if (field.tag === TAG.endCollection) return { members }
    if (field.tag === TAG.memberName) {
      current = []
      members[field.value.toString()] = current
    } else if (!current) {
      throw new IppSyntaxError('a collection value without a member name')
    } else {
      current.push(field.tag === SYNTAX_TAGS.collection ? readCollection(reader, depth + 1) : scalarValue(field))
    }
  }
}

function readField(reader: Reader): Field {
  const tag = byteAt(reader)
  reader.at++
  const name = readSized(reader).toString()
  return { tag, name, value: readSized(reader) }
}

function readSized(reader: Reader): Buffer {
  const { buffer, at } = reader
  const end = at + 2 > buffer.length ? Number.POSITIVE_INFINITY : at + 2 + buffer.readUInt16BE(at)
  if (end > buffer.length) throw new IppSyntaxError('the message is cut off')
  reader.at = end
  return buffer.subarray(at + 2, end)
}

function byteAt({ buffer, at }: Reader): number {
  const byte = buffer[at]
  if (byte === undefined) throw new IppSyntaxError('the message is cut off')
  return byte
}

function scalarValue({ tag, value }: Field): IppValue {
  if (tag < 0x20) return null
  if (tag === SYNTAX_TAGS.integer || tag === SYNTAX_TAGS.enum) return sized(value, 4).readInt32BE()
  if (tag === SYNTAX_TAGS.boolean) return sized(value, 1)[0] !== 0
  if (tag === TAG.range) return { lower: sized(value, 8).readInt32BE(0), upper: value.readInt32BE(4) }
  if (tag === TAG.resolution)
    return { x: sized(value, 9).readInt32BE(0), y: value.readInt32BE(4), unit: value[8] === 4 ? 'dpcm' : 'dpi' }
  if (tag === TEXT_WITH_LANGUAGE || tag === NAME_WITH_LANGUAGE) return textWithLanguage(value)
  return tag >= 0x40 && tag < 0x60 ? value.toString() : value
}

/** Two sized parts, the language and the text; only the text is kept. */
function textWithLanguage(value: Buffer): string {
  const reader = { buffer: value, at: 0 }
  readSized(reader)
  return readSized(reader).toString()
}

function sized(value: Buffer, length: number): Buffer {
  if (value.length !== length) throw new IppSyntaxError(`a value of ${value.length} bytes where ${length} belong`)
  return value
}

function groupName(tag: number): IppGroup['group'] {
  for (const [name, groupTag] of Object.entries(GROUP_TAGS)) if (groupTag === tag) return name as keyof typeof GROUP_TAGS
  return 'other'
}
