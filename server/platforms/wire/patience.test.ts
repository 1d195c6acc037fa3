import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type FailureKind, PlatformFailure } from '#server/platforms/platform.ts'
import { patiently } from './patience.ts'

const failing = (kind: FailureKind, times: number) => {
  let count = 0
  return {
    count: () => count,
    read: async () => {
      if (++count <= times) throw new PlatformFailure(kind, 'x', 'x')
      return 'read'
    },
  }
}

test('a reading that fails in passing is tried again, a few times', async () => {
  const twice = failing('retry', 2)
  assert.equal(await patiently({}, twice.read), 'read')
  const endless = failing('retry', 99)
  await assert.rejects(patiently({}, endless.read), PlatformFailure)
  assert.equal(endless.count(), 4)
})
test('what will not be different a moment later is told at once', async () => {
  for (const kind of ['wait', 'reauthorise', 'refused', 'our_fault'] as const) {
    const once = failing(kind, 1)
    await assert.rejects(patiently({}, once.read), (error) => error instanceof PlatformFailure && error.kind === kind)
    assert.equal(once.count(), 1)
  }
})
test('a job that has ended is not kept by it', async () => {
  const once = failing('retry', 1)
  await assert.rejects(patiently({ signal: AbortSignal.abort() }, once.read), PlatformFailure)
})
