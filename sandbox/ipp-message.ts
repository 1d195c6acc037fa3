/** IPP messages as bytes (RFC 8010), written for the printer's side. */

export const TAG = {
  operation: 0x01,
  job: 0x02,
  end: 0x03,
  printer: 0x04,
  unsupportedGroup: 0x05,
  unsupported: 0x10,
  noValue: 0x13,
  integer: 0x21,
  boolean: 0x22,
  enum: 0x23,
  dateTime: 0x31,
  resolution: 0x32,
  range: 0x33,
  collection: 0x34,
  endCollection: 0x37,
  text: 0x41,
  name: 0x42,
  keyword: 0x44,
  uri: 0x45,
  uriScheme: 0x46,
  charset: 0x47,
  language: 0x48,
  mime: 0x49,
  memberName: 0x4a,
} as const

/** Integers, enums and booleans as such; all other syntaxes as text; what is not understood as bytes. */
export type IppValue = number | boolean | string | Buffer
export type IppAttribute = { name: string; tag: number; values: IppValue[] }
export type IppGroup = { tag: number; attributes: IppAttribute[] }
export type IppMessage = {
  majorVersion: number
  minorVersion: number
  /** Operation in a request, status in a response. */
  code: number
  requestId: number
  groups: IppGroup[]
  /** Document bytes after the attributes. */
  document: Buffer
}

export class MalformedIpp extends Error {
  override readonly name = 'MalformedIpp'
}

const HEADER_BYTES = 8
const FIRST_VALUE_TAG = 0x10

/** Throws MalformedIpp. Members of collections are skipped: nothing here depends on them. */
export function decodeIpp(bytes: Buffer): IppMessage {
  if (bytes.length < HEADER_BYTES + 1) throw new MalformedIpp('An IPP message has at least nine bytes')
  const groups: IppGroup[] = []
  let position = HEADER_BYTES
  let depth = 0
  const take = (byteCount: number): Buffer => {
    if (position + byteCount > bytes.length) throw new MalformedIpp('The message ends inside an attribute')
    position += byteCount
    return bytes.subarray(position - byteCount, position)
  }
  while (true) {
    const tag = take(1).readUInt8()
    if (tag === TAG.end) break
    if (tag < FIRST_VALUE_TAG) {
      groups.push({ tag, attributes: [] })
      continue
    }
    const name = take(take(2).readUInt16BE()).toString('utf8')
    const value = readValue(tag, take(take(2).readUInt16BE()))
    const attributes = groups.at(-1)?.attributes
    if (!attributes) throw new MalformedIpp('An attribute stands outside a group')
    if (depth === 0 && name !== '') attributes.push({ name, tag, values: [value] })
    else if (depth === 0) attributes.at(-1)?.values.push(value)
    if (tag === TAG.collection) depth++
    if (tag === TAG.endCollection) depth = Math.max(0, depth - 1)
  }
  return {
    majorVersion: bytes.readUInt8(0),
    minorVersion: bytes.readUInt8(1),
    code: bytes.readUInt16BE(2),
    requestId: bytes.readUInt32BE(4),
    groups,
    document: bytes.subarray(position),
  }
}

function readValue(tag: number, bytes: Buffer): IppValue {
  if (tag === TAG.integer || tag === TAG.enum) {
    if (bytes.length !== 4) throw new MalformedIpp('An integer has four bytes')
    return bytes.readInt32BE()
  }
  if (tag === TAG.boolean) return bytes.length === 1 && bytes.readUInt8() !== 0
  return tag >= TAG.text ? bytes.toString('utf8') : bytes
}

export function encodeIpp(message: Omit<IppMessage, 'document'> & { document?: Buffer }): Buffer {
  const header = Buffer.alloc(HEADER_BYTES)
  header.writeUInt8(message.majorVersion, 0)
  header.writeUInt8(message.minorVersion, 1)
  header.writeUInt16BE(message.code, 2)
  header.writeUInt32BE(message.requestId, 4)
  const parts: Buffer[] = [header]
  for (const group of message.groups) {
    parts.push(Buffer.from([group.tag]))
    for (const attribute of group.attributes) parts.push(...encodeAttribute(attribute))
  }
  parts.push(Buffer.from([TAG.end]))
  if (message.document) parts.push(message.document)
  return Buffer.concat(parts)
}

function encodeAttribute({ name, tag, values }: IppAttribute): Buffer[] {
  return values.flatMap((value, place) => {
    const nameBytes = Buffer.from(place === 0 ? name : '')
    const valueBytes = writeValue(tag, value)
    const head = Buffer.alloc(3)
    head.writeUInt8(tag, 0)
    head.writeUInt16BE(nameBytes.length, 1)
    const length = Buffer.alloc(2)
    length.writeUInt16BE(valueBytes.length)
    return [head, nameBytes, length, valueBytes]
  })
}

function writeValue(tag: number, value: IppValue): Buffer {
  if (Buffer.isBuffer(value)) return value
  if (typeof value === 'boolean') return Buffer.from([value ? 1 : 0])
  if (typeof value === 'string') return Buffer.from(value, 'utf8')
  if (tag !== TAG.integer && tag !== TAG.enum) throw new MalformedIpp('Only integers and enums are numbers')
  const bytes = Buffer.alloc(4)
  bytes.writeInt32BE(value)
  return bytes
}

export function attribute(name: string, tag: number, ...values: IppValue[]): IppAttribute {
  return { name, tag, values }
}

/** The first value of an operation or job attribute of a request as text; '' when it is missing. */
export function textOf(message: IppMessage, name: string): string {
  const value = valuesOf(message, name)[0]
  return typeof value === 'string' ? value : ''
}

export function valuesOf(message: IppMessage, name: string): IppValue[] {
  for (const group of message.groups) {
    const found = group.attributes.find((candidate) => candidate.name === name)
    if (found) return found.values
  }
  return []
}
