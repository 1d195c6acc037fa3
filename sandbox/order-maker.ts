/** Makes orders that look like a shop's real ones: several lines, buyers who come back, notes, freight, discounts. */
import { createHash } from 'node:crypto'
import { type CatalogueItem, platformIdsOf, sandboxCatalogue } from './catalogue.ts'
import type { SandboxLine, SandboxOrder } from './order.ts'
import { type Buyer, makeBuyer, makeBuyerNote, makeReceiver, type Receiver } from './people.ts'
import { wholeSecond } from './platform-time.ts'
import type { Random } from './random.ts'
import type { Kept } from './state-file.ts'

export type OrderWish = {
  shopId: string
  /** False = the order waits for payment. */
  isPaid: boolean
  lineCount?: number | undefined
  merchantSkus?: readonly string[] | undefined
  /** The same text = the same buyer with the same receiver. */
  buyer?: string | undefined
  buyerNote?: string | undefined
  /** False = only an order of one line has a discount: the platform tells discounts of the whole order alone. */
  discountsByLine?: boolean | undefined
  /** Put over the made-up receiver. */
  receiver?: Partial<Receiver> | undefined
}
export type OrderMaker = {
  make(wish: OrderWish): SandboxOrder
  changeReceiver(order: SandboxOrder, change: Partial<Receiver>): void
}

const RETURNING_BUYER_RATIO = 0.12
const OTHER_ADDRESS_RATIO = 0.15
const NOTE_RATIO = 0.15
const SECOND_LINE_RATIO = 0.3
const SHIP_WITHIN_MS = 48 * 3600 * 1000
/** A buyer pays two seconds after ordering, and one second before the platform shows it. */
const AGE_MS = 3000

type OrderMakerParts = {
  random: Random
  seed: number
  now: () => number
  /** Never gives a number twice. */
  nextNumber: () => number
  namedBuyers: Kept<Buyer>
  hasHandlePerOrder: (shopId: string) => boolean
}

export function createOrderMaker(parts: OrderMakerParts): OrderMaker {
  const { random, seed, now, nextNumber, namedBuyers, hasHandlePerOrder } = parts
  const recentBuyers: Buyer[] = []
  const handleOf = (order: Pick<SandboxOrder, 'shopId' | 'tid' | 'buyerOpenUid' | 'receiver'>): string =>
    oaidOf(order, hasHandlePerOrder(order.shopId) ? order.tid : '')
  const nextId = () => `3${String(seed % 1_000_000).padStart(6, '0')}${String(nextNumber()).padStart(12, '0')}`

  function chooseBuyer(name: string | undefined): Buyer {
    if (name !== undefined) {
      const known = namedBuyers.get(name)
      if (known) return known
      const named = { ...makeBuyer(random), nick: name }
      namedBuyers.set(name, named)
      return named
    }
    if (recentBuyers.length > 0 && random.next() < RETURNING_BUYER_RATIO) {
      const known = random.pick(recentBuyers)
      return random.next() < OTHER_ADDRESS_RATIO ? { ...known, receiver: makeReceiver(random) } : known
    }
    const buyer = makeBuyer(random)
    recentBuyers.push(buyer)
    if (recentBuyers.length > 50) recentBuyers.shift()
    return buyer
  }

  function make(wish: OrderWish): SandboxOrder {
    const buyer = chooseBuyer(wish.buyer)
    const receiver = { ...buyer.receiver, ...wish.receiver }
    const tid = nextId()
    const items = wish.merchantSkus ? wish.merchantSkus.map(findItem) : pickItems(random, wish.lineCount)
    const mayDiscount = wish.discountsByLine !== false || items.length === 1
    const lines = items.map((item) => makeLine(random, items.length === 1 ? tid : nextId(), item, mayDiscount))
    const createdAt = wholeSecond(now() - AGE_MS)
    const paidAt = wish.isPaid ? createdAt + 1000 : null
    return {
      tid,
      shopId: wish.shopId,
      createdAt,
      paidAt,
      modifiedAt: paidAt ?? createdAt,
      shippedAt: null,
      finishedAt: null,
      shipBy: paidAt === null ? null : paidAt + SHIP_WITHIN_MS,
      closed: 'no',
      shippingForbidden: false,
      buyerNick: buyer.nick,
      buyerOpenUid: buyer.openUid,
      receiver,
      oaid: handleOf({ shopId: wish.shopId, tid, buyerOpenUid: buyer.openUid, receiver }),
      buyerNote: wish.buyerNote ?? (random.next() < NOTE_RATIO ? makeBuyerNote(random) : ''),
      sellerMemo: '',
      sellerFlag: 0,
      postFen: random.next() < 0.2 ? 600 : 0,
      lines,
      poison: null,
      changeNumber: 0,
      json: new Map(),
    }
  }
  return {
    make,
    changeReceiver(order, change) {
      order.receiver = { ...order.receiver, ...change }
      order.oaid = handleOf(order)
    },
  }
}

/** Promised moment of shipping for an order paid now. */
export function shipByOf(paidAt: number): number {
  return paidAt + SHIP_WITHIN_MS
}

function findItem(merchantSku: string): CatalogueItem {
  const item = sandboxCatalogue.find((candidate) => candidate.merchantSku === merchantSku)
  // A code outside the catalogue is a listing the merchant has not mapped yet.
  return item ?? { merchantSku, title: '未对应商品', variant: '默认规格', priceFen: 1000 }
}

function pickItems(random: Random, wishedCount: number | undefined): CatalogueItem[] {
  let count = wishedCount ?? 1
  if (wishedCount === undefined) while (count < 4 && random.next() < SECOND_LINE_RATIO) count++
  const items = new Set<CatalogueItem>()
  while (items.size < Math.min(count, sandboxCatalogue.length)) items.add(random.pick(sandboxCatalogue))
  return [...items]
}

function makeLine(random: Random, oid: string, item: CatalogueItem, mayDiscount: boolean): SandboxLine {
  const quantity = random.next() < 0.85 ? 1 : 2 + random.below(2)
  const discountFen = random.next() < 0.25 && mayDiscount ? Math.floor((item.priceFen * quantity) / 10) : 0
  return {
    oid,
    ...platformIdsOf(item.merchantSku),
    merchantSku: item.merchantSku,
    title: item.title,
    variant: item.variant,
    quantity,
    priceFen: item.priceFen,
    discountFen,
    paidFen: item.priceFen * quantity - discountFen,
    refundStatus: 'NO_REFUND',
    refundId: '',
    shipment: null,
  }
}

/** The same receiver of the same buyer in the same shop has the same handle, unless each order has its own (`salt`). It tells nothing. */
function oaidOf(
  { shopId, buyerOpenUid, receiver }: Pick<SandboxOrder, 'shopId' | 'buyerOpenUid' | 'receiver'>,
  salt: string,
): string {
  const identity = [
    shopId,
    buyerOpenUid,
    receiver.name,
    receiver.phone,
    receiver.province,
    receiver.city,
    receiver.district,
    receiver.address,
    ...(salt === '' ? [] : [salt]),
  ]
  return `1${createHash('sha256').update(identity.join('\n')).digest('base64url')}`
}
