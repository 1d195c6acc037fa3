/** Address ranges (CIDR), IPv4 and IPv6. */
import { BlockList, isIP } from 'node:net'

type Range = { address: string; bits: number; family: 'ipv4' | 'ipv6' }
/** undefined when the text is neither an address nor a CIDR range. */
function rangeOf(text: string): Range | undefined {
  const [address = '', bitsText] = text.split('/')
  const version = isIP(address)
  const most = version === 4 ? 32 : 128
  const bits = bitsText === undefined ? most : /^\d{1,3}$/.test(bitsText) ? Number(bitsText) : -1
  if (version === 0 || bits < 0 || bits > most) return undefined
  return { address, bits, family: version === 4 ? 'ipv4' : 'ipv6' }
}
export const isIpRange = (text: string): boolean => rangeOf(text) !== undefined

/** The ranges of one family: a BlockList would also find IPv4 inside `::/0`. */
const listOf = (ranges: readonly string[], family: Range['family']): BlockList => {
  const list = new BlockList()
  for (const range of ranges.map(rangeOf)) if (range?.family === family) list.addSubnet(range.address, range.bits, range.family)
  return list
}
/** IPv4 inside IPv6 (`::ffff:1.2.3.4`) counts as IPv4. An unknown address lies in no range. */
export function isIpInside(ip: string, ranges: readonly string[]): boolean {
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(ip)?.[1] ?? ip
  const version = isIP(plain)
  const family = version === 4 ? 'ipv4' : 'ipv6'
  return version !== 0 && listOf(ranges, family).check(plain, family)
}
/** Is every one of these ranges inside one of the others? */
export const isInsideRanges = (inner: readonly string[], outer: readonly string[]): boolean =>
  inner.every((text) => {
    const range = rangeOf(text)
    return (
      range !== undefined &&
      outer.some((other) => {
        const around = rangeOf(other)
        return (
          around !== undefined &&
          around.family === range.family &&
          around.bits <= range.bits &&
          isIpInside(range.address, [other])
        )
      })
    )
  })
