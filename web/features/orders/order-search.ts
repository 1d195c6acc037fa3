import type { OrderRow, ParcelRow, Station } from '#contract/orders.ts'
import { stateTexts } from '#web/i18n/state-texts.ts'
import type { InputOf } from '#web/shared/api.ts'

/** Filters as they stand in the address, so that a filtered list can be linked to and kept under a name. */
export type OrderSearch = NonNullable<InputOf<'orders.listOrders'>['filters']>
type ParcelFilters = NonNullable<InputOf<'orders.listParcels'>['filters']>
export type ParcelSearch = ParcelFilters & { sort?: 'newest' | 'oldest' | 'deadline' }

// Names of states stand in the texts as well; asking the contract would bring its whole checking library to the first page.
const ORDER_STATUSES = Object.keys(stateTexts.order) as OrderRow['status'][]
const STATIONS = Object.keys(stateTexts.station) as Station[]
const WRITE_BACK_STATES: readonly ParcelRow['writeBack'][] = ['none', 'waiting', 'confirmed', 'failed', 'needs_person']

type Raw = Record<string, unknown>

function texts<const F extends string>(raw: Raw, fields: readonly F[]): Partial<Record<F, string>> {
  const read: Partial<Record<F, string>> = {}
  for (const field of fields) {
    const value = raw[field]
    if (typeof value === 'string' && value !== '') read[field] = value
    // A search for digits comes out of the address as a number.
    if (typeof value === 'number') read[field] = String(value)
  }
  return read
}

function listOf<T extends string>(value: unknown, allowed: readonly T[]): T[] {
  return Array.isArray(value) ? allowed.filter((each) => value.includes(each)) : []
}

export function idsIn<const F extends string>(raw: Raw, field: F): Partial<Record<F, string[]>> {
  const ids = raw[field]
  return Array.isArray(ids) && ids.length > 0 ? ({ [field]: ids.map(String) } as Partial<Record<F, string[]>>) : {}
}

export function readOrderSearch(raw: Raw): OrderSearch {
  const statuses: OrderRow['status'][] = listOf(raw.statuses, ORDER_STATUSES)
  return {
    ...texts(raw, ['province', 'createdFrom', 'createdTo', 'search']),
    ...idsIn(raw, 'shopIds'),
    ...(statuses.length > 0 && { statuses }),
    ...(raw.hasRefund === true && { hasRefund: true }),
  }
}

const SORTS = ['newest', 'oldest', 'deadline'] as const
const CLAIMS = ['mine', 'others', 'nobody'] as const

export function readParcelSearch(raw: Raw): ParcelSearch {
  const stations: Station[] = listOf(raw.stations, STATIONS)
  const claimed = CLAIMS.find((each) => each === raw.claimed)
  const writeBack = WRITE_BACK_STATES.find((each) => each === raw.writeBack)
  const sort = SORTS.find((each) => each === raw.sort)
  return {
    ...texts(raw, ['province', 'createdFrom', 'createdTo', 'search', 'flag']),
    ...idsIn(raw, 'shopIds'),
    ...idsIn(raw, 'warehouseIds'),
    ...(stations.length > 0 && { stations }),
    ...(claimed && { claimed }),
    ...(writeBack && { writeBack }),
    ...(sort && { sort }),
  }
}
