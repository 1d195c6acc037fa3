import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askAgainAt, changeBy, type Standing, stuckAt } from './trace-rules.ts'

const at = (hour: number) => new Date(Date.UTC(2026, 10, 20, hour)).toISOString()
const event = (hour: number, text = `${hour}`) => ({ at: at(hour), text, place: '', state: null })
const shipped: Standing = {
  ...{ state: 'created', serviceState: '', events: [], shippedAt: at(0), raised: '', stuckAt: stuckAt('created', at(0)) },
}
const told = (state: Standing['state'], ...hours: number[]) => ({ state, serviceState: '', events: hours.map((h) => event(h)) })

test('a parcel that nobody scanned within a day of leaving is stuck then', () => {
  assert.equal(stuckAt('created', at(0)), at(24))
  assert.equal(stuckAt('delivered', at(0)), null)
  assert.equal(stuckAt('refused', at(0)), null, 'that is an exception of its own')
})

test('news moves the moment at which a parcel counts as stuck; the same news again does not', () => {
  const moved = changeBy(shipped, told('in_transit', 3, 9))
  assert.deepEqual([moved.state, moved.lastEventAt, moved.stuckAt, moved.isNews], ['in_transit', at(9), at(9 + 48), true])
  const again = changeBy({ ...moved, stuckAt: null }, told('in_transit', 3, 9))
  assert.deepEqual([again.stuckAt, again.isNews, again.isClosing], [null, false, false])
})

test('news that comes late adds what it knows and takes nothing back', () => {
  const delivered = changeBy(shipped, told('delivered', 3, 20))
  const late = changeBy(delivered, told('in_transit', 3, 9))
  assert.deepEqual([late.state, late.lastEventAt, late.events.length], ['delivered', at(20), 3])
})

test('an exception is raised once for each time its state is reached, and closed when the parcel moves on', () => {
  const broken = changeBy(shipped, told('exception', 3))
  assert.deepEqual([broken.raise, broken.stuckAt], ['problem', null])
  const same = changeBy(broken, told('exception', 3, 5))
  assert.equal(same.raise, null, 'more words about the same trouble')
  const mended = changeBy(same, told('in_transit', 3, 5, 8))
  assert.deepEqual([mended.raise, mended.isClosing], [null, true])
  assert.equal(changeBy(mended, told('exception', 9)).raise, 'problem')
  const refused = changeBy(broken, told('refused', 6))
  assert.deepEqual([refused.raise, refused.isClosing], ['refused', true], 'one exception at a time')
})

test('a service is asked until the parcel is there or a month is over, less often when it pushes', () => {
  const now = new Date(at(5))
  const asked = (state: Standing['state'], isPushed: boolean) =>
    askAgainAt({ state, shippedAt: at(0) }, isPushed, now)?.toISOString()
  assert.deepEqual([asked('in_transit', false), asked('in_transit', true), asked('delivered', false)], [at(9), at(17), undefined])
  assert.equal(askAgainAt({ state: 'in_transit', shippedAt: at(0) }, false, new Date(at(24 * 30))), null)
})
