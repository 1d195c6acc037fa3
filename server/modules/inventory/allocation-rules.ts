/**
 * Which parcels get their goods. Pure: balances in, decisions out. A parcel gets all of its lines or none; parcels are served in
 * the order given. What two writers could break is held by the row locks of stock-store.ts and the constraint
 * `stock_never_negative`.
 */
export type Demand = { parcelId: string; lines: { code: string; quantity: number }[] }
/** Sellable quantity per merchant code; a code that is missing is unknown and has none. */
export type Balances = ReadonlyMap<string, { skuId: string; sellable: number }>
export type Shortage = { parcelId: string; code: string; wanted: number; sellable: number }
export type Reservation = { parcelId: string; skuId: string; quantity: number }
export type Allocation = { reserved: string[]; short: Shortage[]; reservations: Reservation[] }

export function allocate(balances: Balances, demands: readonly Demand[]): Allocation {
  const left = new Map([...balances].map(([code, balance]) => [code, balance.sellable]))
  const result: Allocation = { reserved: [], short: [], reservations: [] }
  for (const demand of demands) {
    const wanted = sumByCode(demand.lines)
    const lacking = [...wanted].find(([code, quantity]) => (left.get(code) ?? 0) < quantity)
    if (lacking) {
      result.short.push({ parcelId: demand.parcelId, code: lacking[0], wanted: lacking[1], sellable: left.get(lacking[0]) ?? 0 })
      continue
    }
    for (const [code, quantity] of wanted) {
      left.set(code, (left.get(code) ?? 0) - quantity)
      const skuId = balances.get(code)?.skuId
      if (skuId) result.reservations.push({ parcelId: demand.parcelId, skuId, quantity })
    }
    result.reserved.push(demand.parcelId)
  }
  return result
}

/** One parcel may carry the same SKU on several lines: they are weighed together. */
function sumByCode(lines: Demand['lines']): Map<string, number> {
  const sums = new Map<string, number>()
  for (const line of lines) sums.set(line.code, (sums.get(line.code) ?? 0) + line.quantity)
  return sums
}
