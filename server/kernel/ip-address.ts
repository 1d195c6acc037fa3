/** Addresses in one form, IPv4 and IPv6, and the network that counts as one place: a household or an office gets a /64 of its own. */

/** The eight groups of an IPv6 address; undefined when it is none. */
function groupsOf(text: string): number[] | undefined {
  const tail = /^(.*:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(text)
  if (tail?.[1] !== undefined && tail[2] !== undefined) {
    const bytes = bytesOf(tail[2])
    if (!bytes) return undefined
    const [a = 0, b = 0, c = 0, d = 0] = bytes
    return groupsOf(`${tail[1]}${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`)
  }
  const halves = text.split('::')
  if (halves.length > 2) return undefined
  const [head = [], rest = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - rest.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  const all = [...head, ...Array.from({ length: missing }, () => '0'), ...rest]
  return all.every((group) => /^[0-9a-f]{1,4}$/.test(group)) ? all.map((group) => Number.parseInt(group, 16)) : undefined
}

function bytesOf(text: string): number[] | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text)
  const bytes = match?.slice(1).map(Number)
  return bytes?.every((byte) => byte <= 255) ? bytes : undefined
}

/** RFC 5952: lower case, no leading zeros, the longest run of zeros as `::`. */
function written(groups: readonly number[]): string {
  let best = { start: -1, length: 1 }
  for (let start = 0; start < 8; start += 1) {
    let length = 0
    while (start + length < 8 && groups[start + length] === 0) length += 1
    if (length > best.length) best = { start, length }
  }
  const hex = groups.map((group) => group.toString(16))
  if (best.start < 0) return hex.join(':')
  return `${hex.slice(0, best.start).join(':')}::${hex.slice(best.start + best.length).join(':')}`
}

const isMapped = (groups: readonly number[]): boolean => groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff

/** One spelling per address; an IPv4 address that came over IPv6 is that IPv4 address. What is no address stays as it is. */
export function normaliseIp(text: string): string {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/%.*$/, '')
  const bytes = bytesOf(plain)
  if (bytes) return bytes.join('.')
  const groups = groupsOf(plain)
  if (!groups) return plain
  if (!isMapped(groups)) return written(groups)
  const [high = 0, low = 0] = groups.slice(6)
  return [high >> 8, high & 255, low >> 8, low & 255].join('.')
}

/** What counts as the same visitor when tries are counted: the IPv4 address, or the /64 of an IPv6 one (whoever has one has all of it). */
export function placeOf(ip: string): string {
  const plain = normaliseIp(ip)
  const groups = plain.includes(':') ? groupsOf(plain) : undefined
  return groups ? `${written([...groups.slice(0, 4), 0, 0, 0, 0])}/64` : plain
}

/** What counts as the same network when a sign-in from a new one is told: providers move people within a /24 or /48. */
export function networkOf(ip: string): string {
  const plain = normaliseIp(ip)
  const bytes = bytesOf(plain)
  if (bytes) return `${bytes.slice(0, 3).join('.')}.0/24`
  const groups = plain.includes(':') ? groupsOf(plain) : undefined
  return groups ? `${written([...groups.slice(0, 3), 0, 0, 0, 0, 0])}/48` : plain
}
