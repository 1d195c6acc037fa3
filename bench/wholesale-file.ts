/** A made-up export of a wholesaler, one row per order line, about 21 rows to the order; and the mapping that reads it. */
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import type { OrdersMapping } from '#contract/import.ts'

export const wholesaleMapping = {
  version: 1,
  name: 'bench-wholesale',
  title: { zh: '批发导出', en: 'Wholesale export' },
  recognise: ['Invoice', 'Item', 'Text', 'Pieces', 'Date', 'Price', 'Customer', 'Country'],
  zone: 'Europe/London',
  money: { currency: 'GBP' },
  refuse: [
    { when: { column: 'Invoice', startsWith: 'C' }, code: 'isReturn' },
    { when: { column: 'Pieces', atMost: 0 }, code: 'quantityNotPositive' },
  ],
  kind: 'orders',
  rows: 'linePerRow',
  order: {
    platformOrderId: 'Invoice',
    status: { constant: 'finished' },
    createdAt: { earliestOfRows: 'Date' },
    paidAt: { earliestOfRows: 'Date' },
    finishedAt: { latestOfRows: 'Date' },
    buyerKey: 'Customer',
    receiver: { province: 'Country' },
  },
  line: {
    merchantSku: 'Item',
    title: { firstOf: ['Text', 'Item'] },
    quantity: 'Pieces',
    price: 'Price',
    paid: { times: ['Price', 'Pieces'] },
  },
} as const satisfies Record<string, unknown> & { kind: OrdersMapping['kind'] }

const ROWS_PER_ORDER = 21
const COLOURS = ['RED', 'WHITE', 'BLUE', 'IVORY', 'GREEN', 'ROSE', 'ANTIQUE', 'PAISLEY', 'RETRO', 'SPOTTY']
const THINGS = ['LANTERN', 'CAKE STAND', 'LUNCH BAG', 'TEA TOWEL', 'PHOTO FRAME', 'DOORMAT', 'BUNTING', 'MUG', 'CANDLE', 'CLOCK']
const SIZES = ['SMALL', 'LARGE', 'SET OF 3', 'SET OF 6', 'PACK OF 12', 'MINI', 'TALL', 'ROUND']
const COUNTRIES = [
  'United Kingdom',
  'United Kingdom',
  'United Kingdom',
  'United Kingdom',
  'Germany',
  'France',
  'Ireland',
  'Spain',
]

/** Writes the file. The same `rowCount` gives the same file. */
export async function writeWholesaleFile(path: string, rowCount: number): Promise<void> {
  const random = seeded(7)
  const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
  const file = createWriteStream(path)
  file.write('Invoice,Item,Text,Pieces,Date,Price,Customer,Country\n')
  let invoice = 500_000
  for (let row = 0; row < rowCount; invoice += 1) {
    const isReturn = random() < 0.02
    const at = new Date(Date.UTC(2024, 0, 2, 8) + (invoice - 500_000) * 20 * 60_000).toISOString().slice(0, 16).replace('T', ' ')
    const customer = random() < 0.2 ? '' : String(12_000 + Math.floor(random() * 6000))
    const rest = `${customer},${pick(COUNTRIES)}\n`
    const wanted = isReturn ? 1 : 1 + Math.floor(random() * (2 * ROWS_PER_ORDER - 1))
    let text = ''
    for (let n = 0; n < wanted && row < rowCount; n += 1, row += 1) {
      const item = Math.floor(4000 * random() ** 2)
      const words = [SIZES[item % 8], COLOURS[item % 10], THINGS[Math.floor(item / 10) % 10], item].join(' ')
      const pieces = (isReturn ? -1 : 1) * (1 + Math.floor(24 * random() ** 3))
      const price = (0.42 + (item % 37) * 0.35).toFixed(2)
      text += `${isReturn ? 'C' : ''}${invoice},${20_000 + item},${words},${pieces},${at},${price},${rest}`
    }
    if (!file.write(text)) await once(file, 'drain')
  }
  file.end()
  await finished(file)
}

function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
