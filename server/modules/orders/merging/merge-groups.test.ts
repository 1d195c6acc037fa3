/** Shops whose orders each have a handle of their own: what may travel together, only the platform says. */
import assert from 'node:assert/strict'
import { after, afterEach, before, describe, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { jobContext } from '#modules/intake/testing/job-context.ts'
import { aConnectedShop, aPlatformTeam, type PlatformTeam } from '#modules/intake/testing/platform-shops.ts'
import { jobHandlers } from '#server/app.ts'
import { applyMessages } from '../operations/apply-messages.ts'
import { listParcels } from '../operations/list-parcels.ts'
import { mergeParcels } from '../operations/merge-parcels.ts'
import { settle } from '../testing/order-samples.ts'
import { askMergeGroups } from './ask-merge-groups.ts'

let world: PlatformTeam
before(async () => {
  world = await aPlatformTeam()
})
afterEach(() => {
  world.sandbox.control.clearFaults()
  world.t.clock.now = new Date()
  readAt = 0
})
after(() => world.stop())

const METHODS = { taobao: 'taobao.top.oaid.merge', pinduoduo: 'pdd.order.merge.ship.order.group' } as const
type Platform = keyof typeof METHODS

type Shop = { shopId: string; platformShopId: string }
async function aShop(platform: Platform): Promise<Shop> {
  const shop = await aConnectedShop(world, platform)
  world.sandbox.control.giveHandlePerOrder(shop.platformShopId, true)
  await settle(world.t, shop.shopId, { automatic: false, bufferMinutes: 0 })
  return shop
}
const make = ({ platformShopId }: Shop, buyer: string): string =>
  world.sandbox.control.createOrders(1, { shopId: platformShopId, buyer, buyerNote: '' })[0]?.tid ?? ''

/** A window ends with a whole second: readings that follow each other within one would find nothing new. */
let readAt = 0
const pullJob = jobHandlers().find(({ kind }) => kind === 'intake.pullShop')
/** Reads what changed and applies it, as the worker would; the platform is not asked yet. */
async function bring({ shopId }: Shop): Promise<void> {
  readAt = Math.max(readAt + 1000, Date.now() + 1500)
  world.t.clock.now = new Date(readAt)
  const context = jobContext(world.t)
  await pullJob?.run({ shopId }, context)
  const fresh = await world.t.read((reader) =>
    reader.rows<{ id: string }>(sql`
      select message_id as id from intake_messages where merchant_id = ${reader.merchantId} and shop_id = ${shopId} and state = 'new'`),
  )
  if (fresh.length > 0) await context.call(applyMessages, { messageIds: fresh.map(({ id }) => id) })
}
const ask = ({ shopId }: Shop): Promise<void> => askMergeGroups(jobContext(world.t), shopId)
const callCount = (platform: Platform): number => world.sandbox.control.callCounts()[METHODS[platform]] ?? 0

async function parcelOf(tid: string) {
  const { rows } = await world.t.call('owner', listParcels, { filters: { search: tid } })
  return rows.find(({ reviewState }) => reviewState !== 'stopped') ?? assert.fail(`no parcel of ${tid}`)
}
const isFlagged = async (tid: string, flag = '合'): Promise<boolean> => (await parcelOf(tid)).flags.includes(flag)
async function merge(...tids: string[]) {
  const parcelIds = await Promise.all(tids.map(async (tid) => (await parcelOf(tid)).parcelId))
  return world.t.call('owner', mergeParcels, { parcelIds })
}
const refusesMerge = (...tids: string[]) => assert.rejects(merge(...tids), /notMergeable/)
const waitingJobs = ({ shopId }: Shop) =>
  world.t.read((reader) =>
    reader.rows(
      sql`select from jobs where merchant_id = ${reader.merchantId} and kind = 'orders.askMergeGroups' and dedupe_key = ${shopId}`,
    ),
  )

for (const platform of ['taobao', 'pinduoduo'] as const)
  describe(platform, () => {
    test('orders of one receiver become mergeable with the platform’s word, and not before; others never do', async () => {
      const shop = await aShop(platform)
      const [first, second, other] = ['甲', '甲', '乙'].map((buyer) => make(shop, buyer)) as [string, string, string]
      await bring(shop)
      assert.equal((await waitingJobs(shop)).length, 1)
      assert.deepEqual([await isFlagged(first), await isFlagged(second)], [false, false])
      await refusesMerge(first, second)
      await ask(shop)
      assert.deepEqual([await isFlagged(first), await isFlagged(second), await isFlagged(other)], [true, true, false])
      assert.equal((await parcelOf(first)).mergeableCount, 1)
      await refusesMerge(first, other)
      await merge(first, second)
      assert.equal(await isFlagged(first, '改'), false, 'its orders have different handles and one receiver')
    })

    test('what was told is not asked again; a new order is', async () => {
      const shop = await aShop(platform)
      const first = make(shop, '丙')
      await bring(shop)
      const before = callCount(platform)
      await ask(shop)
      assert.equal(callCount(platform), before, 'one order alone is not asked about')
      const second = make(shop, '丙')
      await bring(shop)
      await ask(shop)
      await ask(shop)
      assert.equal(callCount(platform), before + 1)
      await merge(first, second)
      const third = make(shop, '丙')
      await bring(shop)
      await ask(shop)
      assert.equal(callCount(platform), before + 2)
      assert.equal(await isFlagged(first, '改'), false)
      await merge(first, third)
    })

    test('an order whose address changed is apart at once and stays so; it joins again when it goes back', async () => {
      const shop = await aShop(platform)
      const [first, second] = [make(shop, '丁'), make(shop, '丁')]
      await bring(shop)
      await ask(shop)
      const { address } = world.sandbox.control.order(second).receiver
      // The masked text stays the same: only the platform knows the difference.
      world.sandbox.control.changeAddress(second, { address: '另一条路 9 号' })
      await bring(shop)
      await refusesMerge(first, second)
      await ask(shop)
      await refusesMerge(first, second)
      assert.equal(await isFlagged(second), false)
      world.sandbox.control.changeAddress(second, { address })
      await bring(shop)
      await ask(shop)
      await merge(first, second)
      world.sandbox.control.changeAddress(second, { address: '又一条路 1 号' })
      await bring(shop)
      assert.equal(await isFlagged(first, '改'), true, 'a merged parcel is held')
    })

    test('without an answer nothing is mergeable, and the next one mends it', async () => {
      const shop = await aShop(platform)
      const [first, second] = [make(shop, '戊'), make(shop, '戊')]
      await bring(shop)
      world.sandbox.control.setFault({ kind: 'outage', httpStatus: 503, target: METHODS[platform] })
      await assert.rejects(ask(shop), 'the worker tries again')
      world.sandbox.control.clearFaults()
      world.sandbox.control.setFault({ kind: 'error', code: 15, subCode: 'isv.refused', target: METHODS[platform] })
      await ask(shop).catch(() => undefined)
      await refusesMerge(first, second)
      assert.equal(await isFlagged(first), false)
      world.sandbox.control.clearFaults()
      await ask(shop)
      await merge(first, second)
    })

    test('an address that changes between question and answer takes no group from the old one', async () => {
      const shop = await aShop(platform)
      const [first, second] = [make(shop, '己'), make(shop, '己')]
      await bring(shop)
      let isMoved = false
      const context = jobContext(world.t, async (operation) => {
        if (operation !== 'orders.recordMergeGroups' || isMoved) return
        isMoved = true
        world.sandbox.control.changeAddress(second, { address: '搬走路 2 号' })
        await bring(shop)
      })
      await askMergeGroups(context, shop.shopId)
      assert.ok(isMoved)
      await refusesMerge(first, second)
      await ask(shop)
      await refusesMerge(first, second)
    })
  })

test('a label made between question and answer does not turn its own order into a stranger, but a move does', async () => {
  const shop = await aShop('taobao')
  const [first, second] = [make(shop, '辛'), make(shop, '辛')]
  await bring(shop)
  const { parcelId } = await parcelOf(first)
  const context = jobContext(world.t, async (operation) => {
    if (operation !== 'orders.recordMergeGroups') return
    await world.t.write((tx) =>
      tx.write(sql`
        update parcels set review_state = 'approved', fulfilment_state = 'waybill', carrier = 'YTO', waybill_number = 'YT0000000000099',
          approved_at = now(), approved_by = 'test'
        where merchant_id = ${tx.merchantId} and parcel_id = ${parcelId}`),
    )
  })
  await askMergeGroups(context, shop.shopId)
  assert.equal(await isFlagged(first, '改'), false)
  assert.equal(await isFlagged(second), false, 'what has a label takes nobody in')
  world.sandbox.control.changeAddress(first, { address: '远方路 3 号' })
  await bring(shop)
  const moved = await parcelOf(first)
  assert.deepEqual([moved.flags.includes('改'), moved.reviewState], [true, 'held'])
})

test('equal receivers in two shops are never mergeable, whatever either platform says', async () => {
  const [here, there] = [await aShop('taobao'), await aShop('taobao')]
  const made = [here, here, there, there].map((shop) => make(shop, '庚'))
  for (const shop of [here, there]) {
    await bring(shop)
    await ask(shop)
  }
  await merge(made[0] ?? '', made[1] ?? '')
  await refusesMerge(made[1] ?? '', made[2] ?? '')
})
