/** What every adapter must do with orders: read them truly, lose none, and tell failures apart. Facts come from the sandbox's control. */
import assert from 'node:assert/strict'
import type { OrderView } from '#sandbox/control.ts'
import { type OrderMessage, type OrderSnapshot, UnreadableOrder } from '#server/platforms/platform.ts'
import { type ContractBench, failureOf, type OpenShop } from './contract-bench.ts'

export type ContractCase = { name: string; run(bench: ContractBench): Promise<void> }

const HOUR_MS = 3_600_000

async function pullAll(
  { adapter }: ContractBench,
  { connection }: OpenShop,
  onPage: (page: OrderMessage[]) => void = () => {},
): Promise<OrderMessage[]> {
  const messages: OrderMessage[] = []
  const now = Date.now()
  // In the adapter's own windows, as the intake walks them.
  for (let from = now - HOUR_MS; from < now + 60_000; from += adapter.pull.windowMs) {
    const to = Math.min(from + adapter.pull.windowMs, now + 60_000)
    for await (const page of adapter.pullOrders(connection, { from: new Date(from), to: new Date(to) })) {
      messages.push(...page)
      onPage(page)
    }
  }
  return messages
}
const idsOf = (messages: readonly OrderMessage[]): string[] => [
  ...new Set(messages.map(({ platformOrderId }) => platformOrderId)),
]
const iso = (atMs: number | null): string | null => (atMs === null ? null : new Date(atMs).toISOString())
const read = async ({ adapter }: ContractBench, { connection }: OpenShop, tid: string): Promise<OrderSnapshot> =>
  adapter.readOrder(await adapter.fetchOrder(connection, tid))

/** What can be compared on every platform; what a platform does not tell is checked by its own tests. */
function assertTold(order: OrderSnapshot, placed: OrderView): void {
  assert.equal(order.platformOrderId, placed.tid)
  assert.equal(order.paidFen, placed.paidFen)
  assert.equal(order.freightFen, placed.postFen)
  assert.equal(order.buyerNote, placed.buyerNote)
  assert.equal(order.goodsFen + order.freightFen - order.discountFen, order.paidFen)
  assert.deepEqual(
    [order.createdAt, order.paidAt, order.modifiedAt],
    [placed.createdAt, placed.paidAt, placed.modifiedAt].map(iso),
  )
  assert.deepEqual(
    order.lines.map((line) => [line.merchantSku, line.quantity, line.priceFen, line.paidFen]),
    placed.lines.map((line) => [line.merchantSku, line.quantity, line.priceFen, line.paidFen]),
  )
}

export const orderCases: readonly ContractCase[] = [
  {
    name: 'a pulled order says what the platform knows, to the fen and the second',
    async run(bench) {
      const shop = await bench.openShop()
      const note = '请发顺丰 3000000000000000001 <&>"'
      const placed = bench.sandbox.control.createOrders(20, { shopId: shop.shopId, lineCount: 2, buyerNote: note })
      const pulled = await pullAll(bench, shop)
      const snapshots = new Map(pulled.map((message) => [message.platformOrderId, bench.adapter.readOrder(message)]))
      assert.equal(snapshots.size, 20)
      for (const order of placed) {
        const snapshot = snapshots.get(order.tid)
        assert.ok(snapshot, order.tid)
        assertTold(snapshot, order)
        assert.equal(snapshot.status, 'paid')
      }
      for (const { version, platformOrderId } of pulled) assert.equal(version, snapshots.get(platformOrderId)?.modifiedAt)
    },
  },
  {
    name: 'the detail of an order and the pulled one say the same',
    async run(bench) {
      const shop = await bench.openShop()
      bench.sandbox.control.createOrders(3, { shopId: shop.shopId })
      for (const message of await pullAll(bench, shop))
        assert.deepEqual(bench.adapter.readOrder(message), await read(bench, shop, message.platformOrderId))
    },
  },
  {
    name: 'the receiver comes masked or encrypted, and the same receiver has the same handle, which tells nothing of him',
    async run(bench) {
      const shop = await bench.openShop()
      const { control } = bench.sandbox
      const [first, second] = [1, 2].map(() => control.createOrders(1, { shopId: shop.shopId, buyer: '同一位买家' })[0])
      const [other] = control.createOrders(1, { shopId: shop.shopId, buyer: '另一位买家' })
      assert.ok(first && second && other)
      const told = await Promise.all([first, second, other].map(({ tid }) => read(bench, shop, tid)))
      for (const [place, order] of [first, second, other].entries()) {
        const snapshot = told[place]
        assert.ok(snapshot?.receiverMasked)
        const words = JSON.stringify([
          snapshot.receiver.name,
          snapshot.receiver.phone,
          snapshot.receiver.address,
          snapshot.receiverKey,
        ])
        assert.ok(!words.includes(order.receiver.phone), 'the phone number came in plain')
        assert.ok(!words.includes(order.receiver.name), 'the name came in plain')
        assert.equal(snapshot.receiver.province, order.receiver.province)
      }
      if (!bench.adapter.capabilities.includes('mergeGroups') || bench.adapter.services.mergeGroups) return
      assert.notEqual(told[0]?.receiverKey, '')
      assert.equal(told[0]?.receiverKey, told[1]?.receiverKey)
      assert.notEqual(told[0]?.receiverKey, told[2]?.receiverKey)
    },
  },
  {
    name: 'which orders may travel together is told where handles do not say it: never those of two receivers, and not after a move',
    async run(bench) {
      const { mergeGroups } = bench.adapter.services
      if (!mergeGroups) return
      const shop = await bench.openShop()
      const { control } = bench.sandbox
      control.giveHandlePerOrder(shop.shopId, true)
      const made = ['甲', '甲', '乙'].map((buyer) => control.createOrders(1, { shopId: shop.shopId, buyer })[0]?.tid ?? '')
      const [first = '', second = '', other = ''] = made
      const told = async () => {
        const orders = await Promise.all(made.map((tid) => read(bench, shop, tid)))
        assert.equal(new Set(orders.map(({ receiverKey }) => receiverKey)).size, 3, 'every order has a handle of its own')
        const asked = orders.map(({ platformOrderId, receiverKey }) => ({ platformOrderId, handle: receiverKey }))
        const groups = await mergeGroups(shop.connection, asked)
        return groups.map((group) => group.toSorted()).toSorted()
      }
      assert.deepEqual(await told(), [[first, second].sort(), [other]].toSorted())
      control.changeAddress(second, { address: '新地址 1 号' })
      assert.deepEqual(await told(), made.map((tid) => [tid]).toSorted())
      const foreign = {
        platformOrderId: control.createOrders(1, { shopId: (await bench.openShop()).shopId })[0]?.tid ?? '',
        handle: 'x',
      }
      assert.equal((await failureOf(mergeGroups(shop.connection, [foreign]))).kind, 'refused')
    },
  },
  {
    name: 'unpaid, paid, asked back, refused, refunded, closed and never paid are told apart',
    async run(bench) {
      const shop = await bench.openShop()
      const { control } = bench.sandbox
      const tid = control.createOrders(1, { shopId: shop.shopId, unpaid: true, lineCount: 1 })[0]?.tid ?? ''
      if (bench.adapter.platform !== 'pinduoduo') {
        const unpaid = await read(bench, shop, tid)
        assert.deepEqual([unpaid.status, unpaid.paidFen, unpaid.paidAt], ['unpaid', 0, null])
      }
      control.payOrder(tid)
      assert.equal((await read(bench, shop, tid)).status, 'paid')
      control.askRefund(tid)
      assert.equal((await read(bench, shop, tid)).lines[0]?.refundState, 'asked')
      control.refuseRefund(tid)
      assert.ok(['refused', 'none'].includes((await read(bench, shop, tid)).lines[0]?.refundState ?? ''))
      control.settleRefund(tid)
      const closed = await read(bench, shop, tid)
      assert.deepEqual([closed.status, closed.lines[0]?.refundState], ['closed', 'refunded'])
      assert.equal(closed.refundedFen, control.order(tid).lines[0]?.paidFen)
    },
  },
  {
    name: 'an empty window is no page at all',
    async run(bench) {
      assert.deepEqual(await pullAll(bench, await bench.openShop()), [])
    },
  },
  {
    name: 'no order of several pages is lost',
    async run(bench) {
      const shop = await bench.openShop()
      const placed = bench.sandbox.control.createOrders(230, { shopId: shop.shopId }).map(({ tid }) => tid)
      assert.deepEqual(idsOf(await pullAll(bench, shop)).sort(), placed.sort())
    },
  },
  {
    name: 'no order is lost when orders change while the pages are read',
    async run(bench) {
      const shop = await bench.openShop()
      const { control } = bench.sandbox
      const placed = control.createOrders(350, { shopId: shop.shopId }).map(({ tid }) => tid)
      let pageCount = 0
      const changed = new Set<string>()
      const pulled = await pullAll(bench, shop, () => {
        if (++pageCount > 3) return
        for (const tid of placed.filter((_, place) => place % 9 === pageCount)) {
          control.changeAddress(tid, { town: '改' })
          changed.add(tid)
        }
      })
      const seen = new Set(idsOf([...pulled, ...(await pullAll(bench, shop))]))
      const lost = placed.filter((tid) => !seen.has(tid))
      assert.deepEqual(lost, [], `${lost.length} of ${placed.length} lost, ${changed.size} changed meanwhile`)
    },
  },
  {
    name: 'an order that cannot be understood is handed over whole and refused when read; the others pass',
    async run(bench) {
      const shop = await bench.openShop()
      const [bad] = bench.sandbox.control.createOrders(3, { shopId: shop.shopId })
      bench.sandbox.control.poison(bad?.tid ?? '', 'badMoney')
      // An order modified in the second between two windows stands in both.
      const byId = new Map((await pullAll(bench, shop)).map((message) => [message.platformOrderId, message]))
      const outcomes = [...byId.values()].map((message) => {
        try {
          bench.adapter.readOrder(message)
          return 'read'
        } catch (error) {
          assert.ok(error instanceof UnreadableOrder, String(error))
          return 'refused'
        }
      })
      assert.deepEqual(outcomes.sort(), ['read', 'read', 'refused'])
    },
  },
  {
    name: 'an order of another shop does not exist',
    async run(bench) {
      const [mine, theirs] = [await bench.openShop(), await bench.openShop()]
      const foreign = bench.sandbox.control.createOrders(1, { shopId: theirs.shopId })[0]?.tid ?? ''
      assert.equal((await failureOf(bench.adapter.fetchOrder(mine.connection, foreign))).kind, 'refused')
    },
  },
]
