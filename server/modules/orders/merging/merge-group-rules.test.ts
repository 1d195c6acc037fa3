import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { whyNotMergeable } from '../merge-rules.ts'
import type { WholeParcel } from '../order.ts'
import { type AskedOrder, mergeCalls, regroup } from './merge-group-rules.ts'

const asked = (id: number, classKey: string, hasGroup = false): AskedOrder => ({
  orderId: `${id}`,
  platformOrderId: `p${id}`,
  classKey,
  hasGroup,
})
const idsOf = (calls: AskedOrder[][]): string[][] => calls.map((call) => call.map(({ orderId }) => orderId))

test('nobody is asked about alone, and nobody twice', () => {
  const orders = [asked(1, 'a'), asked(2, 'b', true), asked(3, 'b'), asked(4, 'c', true), asked(5, 'c', true)]
  assert.deepEqual(idsOf(mergeCalls(orders, 100)), [['2', '3']])
})

test('buyers share a call as long as it has room; one with more orders than a call is cut', () => {
  const orders = [1, 2, 3].map((id) => asked(id, 'a')).concat([4, 5].map((id) => asked(id, 'b')))
  assert.deepEqual(idsOf(mergeCalls(orders, 5)), [['1', '2', '3', '4', '5']])
  assert.deepEqual(idsOf(mergeCalls(orders, 4)), [
    ['1', '2', '3'],
    ['4', '5'],
  ])
  assert.deepEqual(idsOf(mergeCalls(orders, 2)), [
    ['1', '2'],
    ['4', '5'],
  ])
})

const order = (id: number, mergeGroup: string) => ({ orderId: `${id}`, platformOrderId: `p${id}`, mergeGroup })

test('the same answer again changes nothing; who joins makes the group a new one; who is left out goes alone', () => {
  let count = 0
  const next = (): string => `n${++count}`
  assert.deepEqual(regroup([order(1, 'g'), order(2, 'g'), order(3, 'h')], [['p1', 'p2'], ['p3']], next), [])
  assert.deepEqual(regroup([order(1, 'g'), order(2, '')], [['p1', 'p2']], next), [
    { orderId: '1', mergeGroup: 'n1' },
    { orderId: '2', mergeGroup: 'n1' },
  ])
  assert.deepEqual(regroup([order(1, ''), order(2, '')], [], next), [
    { orderId: '1', mergeGroup: 'n2' },
    { orderId: '2', mergeGroup: 'n3' },
  ])
})

/** A platform whose receivers move while we ask, and answers that come to us in pieces: it is never asked about everybody at once. */
test('after any answers two orders with the same group were put together by one and the same answer', () => {
  const answers = fc.array(fc.array(fc.tuple(fc.nat(7), fc.nat(2)), { minLength: 2, maxLength: 6 }), { maxLength: 12 })
  fc.assert(
    fc.property(answers, fc.array(fc.nat(7), { maxLength: 12 }), (rounds, moved) => {
      const groups = new Map<string, string>()
      /** By group: the orders of the one answer that made it. */
      const made = new Map<string, Set<string>>()
      let count = 0
      for (const [round, answer] of rounds.entries()) {
        // The platform tells that one has moved: its group is void.
        groups.delete(`${moved[round] ?? 9}`)
        const places = new Map(answer.map(([id, receiver]) => [id, receiver]))
        const orders = [...places.keys()].map((id) => order(id, groups.get(`${id}`) ?? ''))
        const parts = [...Map.groupBy(places, ([, receiver]) => receiver).values()].map((part) => part.map(([id]) => `p${id}`))
        for (const { orderId, mergeGroup } of regroup(orders, parts, () => `g${++count}`)) {
          groups.set(orderId, mergeGroup)
          made.set(mergeGroup, (made.get(mergeGroup) ?? new Set()).add(orderId))
        }
        for (const part of parts) {
          const given = new Set(part.map((id) => groups.get(id.slice(1))))
          assert.equal(given.size, 1, 'what the answer puts together is together')
        }
        const keys = parts.map((part) => groups.get((part[0] ?? '').slice(1)))
        assert.equal(new Set(keys).size, keys.length, 'what the answer keeps apart is apart')
      }
      for (const [orderId, group] of groups) assert.ok(made.get(group)?.has(orderId))
    }),
  )
})

const parcels = fc.array(fc.tuple(fc.nat(1), fc.nat(2), fc.nat(1), fc.nat(1)), { minLength: 2, maxLength: 3 })
test('nothing is ever mergeable across shops, buyers or groups, or without a group', () => {
  let mergeableCount = 0
  fc.assert(
    fc.property(parcels, (chosen) => {
      const whole = chosen.map(([shop, group, buyer, key], place) => aParcel(place, { shop, group, buyer, key }))
      if (whyNotMergeable(whole) !== undefined) return
      mergeableCount++
      assert.equal(new Set(chosen.map(([shop, group, buyer]) => `${shop} ${group} ${buyer}`)).size, 1)
      assert.notEqual(whole[0]?.mergeGroup, '')
    }),
    { numRuns: 1000 },
  )
  assert.ok(mergeableCount > 0)
})

function aParcel(place: number, of: { shop: number; group: number; buyer: number; key: number }): WholeParcel {
  const told = { receiverKey: `key ${of.key}`, mergeGroup: of.group === 0 ? '' : `group ${of.group}` }
  return {
    ...{ parcelId: `${place}`, number: `${place}`, shopId: `shop ${of.shop}`, warehouseId: 'w', buyerKey: `buyer ${of.buyer}` },
    ...{ reviewState: 'awaiting', fulfilmentState: 'none', holdReason: '', lines: [], orders: [told], ...told },
  } as unknown as WholeParcel
}
