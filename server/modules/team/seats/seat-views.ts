import { type Reader, sql } from '#kernel/db.ts'
import { ruleValue } from '#kernel/rule-packs.ts'
import { LEVEL_SOURCE, type ShopLevel } from './seat-store.ts'

type SeatSummary = {
  level: ShopLevel
  seats: number
  taken: number
  packs: { source: string; seats: number; validUntil: string | null }[]
}

/** A merchant that has never hired anybody has the seats of its level without their rows. */
export async function seatSummary(reader: Reader, now: Date): Promise<SeatSummary> {
  const state = await reader.maybe<{ shop_level: ShopLevel }>(
    sql`select shop_level from team_state where merchant_id = ${reader.merchantId}`,
  )
  const rows = await reader.rows<{ source: string; seats: number; taken: number; valid_until: string | null }>(sql`
    select source, valid_until, count(*)::int as seats, count(holder_id)::int as taken from seats
    where merchant_id = ${reader.merchantId} and (valid_until is null or valid_until > ${now}) group by source, valid_until order by valid_until nulls first`)
  const level = state?.shop_level ?? 'tmall'
  const sum = (key: 'seats' | 'taken'): number => rows.reduce((total, row) => total + row[key], 0)
  return {
    level,
    seats: rows.length === 0 ? ruleValue('seats', level, 'seats') : sum('seats'),
    taken: sum('taken'),
    packs: rows
      .filter(({ source }) => source !== LEVEL_SOURCE)
      .map(({ source, seats, valid_until: validUntil }) => ({ source, seats, validUntil })),
  }
}
