/**
 * How many rows each order has, at 12 bytes an order: ids are kept as 53-bit hashes. Two ids with one hash only make both orders
 * wait for the end of the file; nothing is lost or mixed.
 */
export class OrderRowCounts {
  #keys = new Float64Array(1 << 12).fill(-1)
  #counts = new Uint32Array(1 << 12)
  #size = 0

  /** Orders seen. */
  get orders(): number {
    return this.#size
  }

  /** Counts one more row; true when the order is new. */
  add(orderId: string): boolean {
    if (this.#size * 2 > this.#keys.length) this.#grow()
    const slot = this.#slot(hashOf(orderId))
    this.#counts[slot] = (this.#counts[slot] ?? 0) + 1
    if (this.#counts[slot] > 1) return false
    this.#keys[slot] = hashOf(orderId)
    this.#size += 1
    return true
  }

  rowsOf(orderId: string): number {
    return this.#counts[this.#slot(hashOf(orderId))] ?? 0
  }

  #slot(hash: number): number {
    const mask = this.#keys.length - 1
    let slot = hash & mask
    while (this.#counts[slot] !== 0 && this.#keys[slot] !== hash) slot = (slot + 1) & mask
    return slot
  }

  #grow(): void {
    const keys = this.#keys
    const counts = this.#counts
    this.#keys = new Float64Array(keys.length * 2).fill(-1)
    this.#counts = new Uint32Array(keys.length * 2)
    for (const [index, key] of keys.entries()) {
      if (counts[index] === 0) continue
      const slot = this.#slot(key)
      this.#keys[slot] = key
      this.#counts[slot] = counts[index] ?? 0
    }
  }
}

/** 53 bits from two multiplicative 32-bit hashes over the UTF-16 units. */
function hashOf(text: string): number {
  let low = 0x811c9dc5
  let high = 0x9747b28c
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    low = Math.imul(low ^ unit, 0x01000193)
    high = Math.imul(high ^ unit, 0x85ebca6b)
    high ^= high >>> 13
  }
  low = Math.imul(low ^ (low >>> 16), 0xc2b2ae35)
  return (high >>> 11) * 2 ** 32 + ((low ^ (low >>> 13)) >>> 0)
}
