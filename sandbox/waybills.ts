/** Waybills the courier has issued, found by what makes a request the same request. */
import { type Courier, makeWaybillNumber } from './couriers.ts'
import type { Random } from './random.ts'
import type { Kept } from './state-file.ts'

export type Waybill = {
  waybillNumber: string
  courierCode: string
  shopId: string
  /** Platform order ids, sorted. */
  tids: string[]
  packageId: string
  address: string
  routeCode: string
  issuedAt: number
  isCancelled: boolean
  /** How often the same request came again. */
  repeatCount: number
}
type WaybillWish = { shopId: string; courier: Courier; tids: string[]; packageId: string; address: string }

export type WaybillBook = {
  /** The same orders and package id give the same waybill, until it is cancelled. */
  issue(wish: WaybillWish): Waybill
  byNumber(waybillNumber: string): Waybill | undefined
  byTid(tid: string): Waybill[]
  cancel(waybill: Waybill): void
  list(): Waybill[]
}

export function createWaybillBook(random: Random, now: () => number, byNumber: Kept<Waybill>): WaybillBook {
  const byKey = new Map<string, Waybill>()
  const byTid = new Map<string, Waybill[]>()
  const keyOf = (shopId: string, courierCode: string, tids: string[], packageId: string) =>
    JSON.stringify([shopId, courierCode, tids, packageId])

  function enterInIndex(waybill: Waybill): void {
    if (!waybill.isCancelled) byKey.set(keyOf(waybill.shopId, waybill.courierCode, waybill.tids, waybill.packageId), waybill)
    for (const tid of waybill.tids) byTid.set(tid, [...(byTid.get(tid) ?? []), waybill])
  }

  for (const waybill of byNumber.values()) enterInIndex(waybill)
  return {
    issue({ shopId, courier, tids: orderIds, packageId, address }) {
      const tids = [...orderIds].sort()
      const known = byKey.get(keyOf(shopId, courier.code, tids, packageId))
      if (known) {
        known.repeatCount++
        byNumber.set(known.waybillNumber, known)
        return known
      }
      const waybill: Waybill = {
        waybillNumber: makeWaybillNumber(courier, byNumber.size + 1, random),
        courierCode: courier.code,
        shopId,
        tids,
        packageId,
        address,
        routeCode: `${random.digits(3)}-${random.pick(['A', 'B', 'C', 'D'])}${random.digits(2)} ${random.digits(3)}`,
        issuedAt: now(),
        isCancelled: false,
        repeatCount: 0,
      }
      byNumber.set(waybill.waybillNumber, waybill)
      enterInIndex(waybill)
      return waybill
    },
    byNumber: (waybillNumber) => byNumber.get(waybillNumber),
    byTid: (tid) => byTid.get(tid) ?? [],
    cancel(waybill) {
      waybill.isCancelled = true
      byKey.delete(keyOf(waybill.shopId, waybill.courierCode, waybill.tids, waybill.packageId))
      byNumber.set(waybill.waybillNumber, waybill)
    },
    list: () => [...byNumber.values()],
  }
}
