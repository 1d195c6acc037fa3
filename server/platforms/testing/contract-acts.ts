/** What every adapter must do with shipments, failures, authorisation and what else its platform offers. */
import assert from 'node:assert/strict'
import { CAPABILITIES } from '#contract/closed-lists.ts'
import type { Connection } from '#server/platforms/platform.ts'
import { type ContractBench, failureOf, type OpenShop } from './contract-bench.ts'
import type { ContractCase } from './contract-orders.ts'

const HOUR_MS = 3_600_000
const report = (platformOrderId: string, waybillNumber: string, platformLineIds: string[] = []) => ({
  platformOrderId,
  platformLineIds,
  carrier: 'YTO',
  waybillNumber,
})
const anOrder = (bench: ContractBench, { shopId }: OpenShop, lineCount = 1) => {
  const [order] = bench.sandbox.control.createOrders(1, { shopId, lineCount })
  return order ?? assert.fail('no order was made')
}
const refetch = (bench: ContractBench, connection: Connection) => failureOf(bench.adapter.fetchOrder(connection, '1'))

/** While the fault is on; afterwards everything is well again. */
async function during<T>(
  { sandbox }: ContractBench,
  fault: Parameters<typeof sandbox.control.setFault>[0],
  act: () => Promise<T>,
) {
  sandbox.control.setFault(fault)
  try {
    return await act()
  } finally {
    sandbox.control.clearFaults()
  }
}

const shipmentCases: readonly ContractCase[] = [
  {
    name: 'a shipment is reported once; the repeat is recognised by its number',
    async run(bench) {
      const shop = await bench.openShop()
      const { tid } = anOrder(bench, shop)
      const ship = (number: string) => bench.adapter.reportShipment(shop.connection, report(tid, number))
      assert.deepEqual(await ship('YT0000000000001'), { outcome: 'confirmed' })
      assert.deepEqual(await ship('YT0000000000001'), { outcome: 'already_shipped', sameNumber: true })
      assert.deepEqual(await ship('YT0000000000002'), { outcome: 'already_shipped', sameNumber: false })
      assert.equal(bench.adapter.readOrder(await bench.adapter.fetchOrder(shop.connection, tid)).status, 'shipped')
      assert.deepEqual(bench.sandbox.control.order(tid).waybillNumbers, ['YT0000000000001'])
    },
  },
  {
    name: 'the lost answer to a shipment is of unknown outcome; asking again finds our own number',
    async run(bench) {
      const shop = await bench.openShop()
      const { tid } = anOrder(bench, shop)
      const ship = () => bench.adapter.reportShipment(shop.connection, report(tid, 'YT0000000000031'))
      const lost = await during(bench, { kind: 'lostReply', times: 1, ...bench.shipsBy }, () => failureOf(ship()))
      assert.equal(lost.kind, 'unknown_outcome')
      assert.deepEqual(await ship(), { outcome: 'already_shipped', sameNumber: true })
      assert.equal(bench.sandbox.control.ships().filter((each) => each.tid === tid && each.refusal === '').length, 1)
    },
  },
  {
    name: 'a courier the platform has no code for is our fault and nothing is sent',
    async run(bench) {
      const shop = await bench.openShop()
      const { tid } = anOrder(bench, shop)
      const failure = await failureOf(bench.adapter.reportShipment(shop.connection, { ...report(tid, 'X1'), carrier: 'PIGEON' }))
      assert.deepEqual([failure.kind, failure.platformCode], ['our_fault', 'carrier-unmapped'])
    },
  },
]

const failureCases: readonly ContractCase[] = [
  {
    name: 'an expired token asks for a new authorisation',
    async run(bench) {
      const { connection } = await bench.openShop()
      const failure = await during(bench, { kind: 'tokenExpired' }, () => refetch(bench, connection))
      assert.equal(failure.kind, 'reauthorise')
      assert.equal((await refetch(bench, { ...connection, accessToken: 'nobody' })).kind, 'reauthorise')
    },
  },
  {
    name: 'a limit of calls says from when to try again',
    async run(bench) {
      const { connection } = await bench.openShop()
      const failure = await during(bench, { kind: 'rateLimit', callsPerSecond: 0, banSeconds: 30 }, () =>
        refetch(bench, connection),
      )
      assert.equal(failure.kind, 'wait')
      assert.ok(Date.parse(failure.retryAt ?? '') > Date.now(), `${failure.retryAt}`)
    },
  },
  {
    name: 'an error of the platform, an outage and a lost answer to a reading are tried again',
    async run(bench) {
      const { connection } = await bench.openShop()
      for (const fault of [
        { kind: 'error' },
        { kind: 'outage', httpStatus: 503 },
        { kind: 'outage' },
        { kind: 'lostReply' },
      ] as const)
        assert.equal((await during(bench, fault, () => refetch(bench, connection))).kind, 'retry', JSON.stringify(fault))
    },
  },
  {
    name: 'a wrong secret and a wrong clock are our mistakes, where the platform signs its calls',
    async run(bench) {
      if (bench.adapter.authorisation.way !== 'code') return
      const { connection } = await bench.openShop()
      assert.equal((await refetch(bench, { ...connection, appSecret: 'other' })).kind, 'our_fault')
      assert.equal((await refetch(bench, { ...connection, now: () => Date.now() - HOUR_MS })).kind, 'our_fault')
    },
  },
]

const otherCases: readonly ContractCase[] = [
  {
    name: 'a shop that lets us in can be read with its tokens, and with the renewed ones',
    async run(bench) {
      const { authorisation } = bench.adapter
      if (authorisation.way === 'none') return assert.fail('a network platform is authorised somehow')
      const shop = await bench.openShop()
      const { tid } = anOrder(bench, shop)
      const granted = await bench.grant(shop.shopId)
      const found = await bench.adapter.fetchOrder({ ...bench.app, accessToken: granted.accessToken }, tid)
      assert.equal(found.platformOrderId, tid)
      const renewed = await authorisation.refresh(bench.app, granted.refreshToken)
      assert.equal(renewed.platformShopId, shop.shopId)
      assert.ok(Date.parse(renewed.accessExpiresAt) > Date.now())
      const again = await bench.adapter.fetchOrder({ ...bench.app, accessToken: renewed.accessToken }, tid)
      assert.equal(again.platformOrderId, tid)
    },
  },
  {
    name: 'whatever is not offered has its reason, and whatever is offered can be called',
    run({ adapter }) {
      const builtIn = new Set(['pullOrders', 'pushOrders', 'orderDetail', 'reportShipment', 'authorise', 'fileImport'])
      // Where merging is told by the handles it is no service; waybills stand in the carriers.
      const elsewhere = new Set(['mergeGroups', 'encryptedWaybill'])
      for (const capability of CAPABILITIES) {
        const isOffered = adapter.capabilities.includes(capability)
        const reason = adapter.missing[capability]
        assert.notEqual(isOffered, reason !== undefined, `${capability}: either offered or explained`)
        if (builtIn.has(capability) || elsewhere.has(capability)) continue
        assert.equal(isOffered, capability in adapter.services, `${capability}: declared as it is built`)
      }
      return Promise.resolve()
    },
  },
  {
    name: 'a platform that takes notes says how long they may be, and takes the longest',
    async run(bench) {
      const { services, noteLimits } = bench.adapter
      assert.equal(noteLimits !== undefined, services.note !== undefined)
      if (!(noteLimits && services.note)) return
      const shop = await bench.openShop()
      const { tid } = anOrder(bench, shop)
      const note = 'n'.repeat(noteLimits.most)
      await services.note(shop.connection, { platformOrderId: tid, note, flag: noteLimits.highestFlag })
      const order = bench.adapter.readOrder(await bench.adapter.fetchOrder(shop.connection, tid))
      assert.deepEqual([order.sellerMemo, order.sellerFlag], [note, noteLimits.highestFlag])
    },
  },
  {
    name: 'a note reaches the order and comes back with it',
    async run(bench) {
      const { note } = bench.adapter.services
      if (!note) return
      const shop = await bench.openShop()
      const { tid } = anOrder(bench, shop)
      await note(shop.connection, { platformOrderId: tid, note: '加急 <&> 发顺丰', flag: 1 })
      const order = bench.adapter.readOrder(await bench.adapter.fetchOrder(shop.connection, tid))
      assert.deepEqual([order.sellerMemo, order.sellerFlag], ['加急 <&> 发顺丰', 1])
    },
  },
  {
    name: 'a review is found with its order and stars, and takes one reply, which comes back with it',
    async run(bench) {
      const { services, reviewLimits } = bench.adapter
      assert.equal(reviewLimits !== undefined, services.replyReviews !== undefined)
      if (!(services.reviews && services.replyReviews)) return
      const { reviews, replyReviews } = services
      const shop = await bench.openShop()
      const { tid } = anOrder(bench, shop)
      bench.sandbox.control.createReview(tid, { stars: 1, text: '<&> 差评' })
      const read = async () => {
        const window = { from: new Date(Date.now() - 20 * 60_000), to: new Date(Date.now() + 60_000) }
        const found = []
        for await (const page of reviews(shop.connection, window)) found.push(...page)
        assert.equal(found.length, 1)
        return found[0] ?? assert.fail()
      }
      const review = await read()
      assert.deepEqual([review.platformOrderId, review.stars, review.text, review.reply], [tid, 1, '<&> 差评', ''])
      await replyReviews(shop.connection, { ...review, text: '抱歉 & 补发' })
      assert.equal((await read()).reply, '抱歉 & 补发')
      assert.equal((await failureOf(replyReviews(shop.connection, { ...review, text: '再说' }))).kind, 'refused')
    },
  },
  {
    name: 'what a buyer asks back is found among the after-sales, with its order and amount',
    async run(bench) {
      const { afterSales, readAfterSale } = bench.adapter.services
      if (!(afterSales && readAfterSale)) return
      const shop = await bench.openShop()
      const placed = anOrder(bench, shop)
      bench.sandbox.control.askRefund(placed.tid)
      const window = { from: new Date(Date.now() - 20 * 60_000), to: new Date(Date.now() + 60_000) }
      const found = []
      for await (const page of afterSales(shop.connection, window)) found.push(...page.map(readAfterSale))
      assert.deepEqual(
        found.map(({ platformOrderId, state, refundFen }) => [platformOrderId, state, refundFen]),
        [[placed.tid, 'waiting_for_merchant', placed.lines[0]?.paidFen]],
      )
    },
  },
  {
    name: 'a revealed receiver is the one the parcel goes to',
    async run(bench) {
      const { revealReceiver } = bench.adapter.services
      if (!revealReceiver) return
      const shop = await bench.openShop()
      const placed = anOrder(bench, shop)
      const order = bench.adapter.readOrder(await bench.adapter.fetchOrder(shop.connection, placed.tid))
      const [revealed] = await revealReceiver(shop.connection, [{ platformOrderId: placed.tid, handle: order.receiverKey }])
      assert.equal(revealed?.platformOrderId, placed.tid)
      assert.equal(revealed.name, placed.receiver.name)
      assert.ok(revealed.relayUntil !== null || revealed.phone === placed.receiver.phone)
    },
  },
]

export const actCases: readonly ContractCase[] = [...shipmentCases, ...failureCases, ...otherCases]
