/** A team with paid orders that wait for a person's approval, written by the product itself: what the acts of one station begin with. */
import pg from 'pg'
import { inMerchant, sql, type Tx } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { addCarrierAccount } from '#modules/fulfilment/operations/add-carrier-account.ts'
import { addOpeningStock } from '#modules/inventory/public.ts'
import { applySnapshots } from '#modules/orders/public.ts'
import { DEFAULT_REVIEW_SETTINGS } from '#modules/orders/review-settings.ts'
import { sandboxCatalogue } from '#sandbox/catalogue.ts'
import type { OrderSnapshot } from '#server/platforms/platform.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'

export type ReadyTeam = { t: TestTeam; shopId: string; parcelIds: string[]; owner: pg.Client; drop(): Promise<void> }

const STOCK = 50_000_000
const ORDERS_AT_ONCE = 500
const MINUTE_MS = 60_000
export const sender = {
  name: '云上仓库',
  phone: '057900000000',
  province: '浙江省',
  city: '金华市',
  district: '义乌市',
  address: '样例路 1 号',
}

/** `owner` is a connection of the database's owner, for what stands outside of the clock and for floors. */
export async function aReadyTeam(count: number): Promise<ReadyTeam> {
  const t = await aTeam({ environment: { NODE_ENV: 'production' } })
  const shopId = await t.shop('基准店', 'taobao')
  const settings = { ...DEFAULT_REVIEW_SETTINGS, bufferMinutes: 0, automatic: false }
  await t.write(async (tx) => {
    await tx.write(
      sql`insert into review_settings (merchant_id, shop_id, settings) values (${tx.merchantId}, ${shopId}, ${JSON.stringify(settings)}::jsonb)`,
    )
    await fillShelves(tx)
  })
  await t.call('owner', addCarrierAccount, { carrier: 'YTO', interfaceName: 'cainiao', shopId: null, sender, isDefault: true })
  for (let from = 0; from < count; from += ORDERS_AT_ONCE) await takeIn(t, shopId, from, Math.min(count, from + ORDERS_AT_ONCE))
  const owner = new pg.Client({ ...t.address, application_name: 'bench', ...{ pipeline: true } })
  await owner.connect()
  await owner.query('vacuum (analyze)')
  const { rows } = await owner.query<{ id: string }>(
    "select parcel_id as id from parcels where review_state = 'awaiting' order by created_at, parcel_id",
  )
  if (rows.length !== count) throw new Error(`${rows.length} of ${count} parcels await review`)
  return {
    ...{ t, shopId, owner, parcelIds: rows.map(({ id }) => id) },
    async drop() {
      await owner.end()
      await t.drop()
    },
  }
}

async function fillShelves(tx: Tx): Promise<void> {
  const goods = sandboxCatalogue.map(({ merchantSku, title, variant }) => ({ skuId: newId(), code: merchantSku, title, variant }))
  await tx.write(sql`
    insert into skus (merchant_id, sku_id, code, title, variant, weight_grams)
    select ${tx.merchantId}, g."skuId", g.code, g.title, g.variant, 300
    from jsonb_to_recordset(${JSON.stringify(goods)}::jsonb) as g("skuId" uuid, code text, title text, variant text)`)
  await addOpeningStock(
    tx,
    goods.map(({ skuId }) => ({ skuId, onHand: STOCK })),
    { name: 'bench', now: new Date() },
  )
}

const takeIn = (t: TestTeam, shopId: string, from: number, to: number): Promise<unknown> =>
  inMerchant(t.app.kernel.database, t.merchantId, 'write', (tx) =>
    applySnapshots(tx, {
      shopId,
      platform: 'taobao',
      snapshots: Array.from({ length: to - from }, (_, n) => paidOrder(from + n)),
      now: new Date(),
      vault: t.app.kernel.world.vault,
      by: { name: 'system:intake' },
    }),
  )

/** Everybody buys once and lives somewhere else; of a hundred in a row thirty take two things. */
function paidOrder(n: number): OrderSnapshot {
  const at = new Date(Date.now() - 2 * 60 * MINUTE_MS + n).toISOString()
  const lines = Array.from({ length: Math.floor(n / 10) % 10 < 3 ? 2 : 1 }, (_, place) => paidLine(n, place))
  const paidFen = lines.reduce((sum, line) => sum + line.paidFen, 0)
  return {
    platformOrderId: String(4_000_000_000_000_000n + BigInt(n)),
    ...{ status: 'paid', platformStatus: 'WAIT_SELLER_SEND_GOODS', shipForbidden: false },
    ...{ createdAt: at, paidAt: at, modifiedAt: at, shippedAt: null, finishedAt: null },
    shipBy: new Date(Date.parse(at) + 48 * 60 * MINUTE_MS).toISOString(),
    ...{ buyerKey: `buyer${n}`, buyerNick: `买家${n}` },
    receiver: {
      ...{ name: `张${n}`, phone: `138${String(n).padStart(8, '0')}` },
      ...{ province: '浙江省', city: '杭州市', district: '余杭区', town: '', address: `样例街道 ${n} 号`, zip: '' },
    },
    ...{ receiverKey: '', receiverMasked: false, buyerNote: '', sellerMemo: '', sellerFlag: 0 },
    ...{ goodsFen: paidFen, freightFen: 0, discountFen: 0, paidFen, refundedFen: 0, lines },
  }
}

function paidLine(n: number, place: number): OrderSnapshot['lines'][number] {
  const item = sandboxCatalogue[(n * 7 + place * 3) % sandboxCatalogue.length]
  if (!item) throw new Error('the catalogue is empty')
  const { merchantSku, title, variant, priceFen } = item
  return {
    ...{ platformLineId: `${n}-${place}`, platformItemId: merchantSku, platformSkuId: merchantSku, merchantSku, title, variant },
    ...{ quantity: 1, priceFen, paidFen: priceFen, refundState: 'none', refundedFen: 0, shipped: false },
  }
}
