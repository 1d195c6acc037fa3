import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate as turn } from 'node:timers/promises'
import { inParallel } from './in-parallel.ts'

test('so many at a time and never more, begun in order, answered in order', async () => {
  let running = 0
  let most = 0
  const begun: number[] = []
  const results = await inParallel([5, 1, 4, 2, 3], 2, async (turns) => {
    begun.push(turns)
    most = Math.max(most, ++running)
    for (let k = 0; k < turns; k += 1) await turn()
    running -= 1
    return turns * 10
  })
  assert.deepEqual(results, [50, 10, 40, 20, 30])
  assert.deepEqual(begun, [5, 1, 4, 2, 3])
  assert.equal(most, 2)
})

test('after an error nothing new is begun, and what was running has ended when it is thrown', async () => {
  const begun: number[] = []
  const ended: number[] = []
  const work = inParallel([1, 2, 3, 4, 5], 2, async (item) => {
    begun.push(item)
    if (item === 1) throw new Error('no')
    await turn()
    ended.push(item)
  })
  await assert.rejects(work, /no/)
  assert.deepEqual([begun, ended], [[1, 2], [2]])
})
