import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eventKinds } from '#contract/event-kinds.ts'
import { announcedFacts, filesThatBuildFacts } from '#tools/announced-facts.ts'

/** Facts about people and apps are for the house itself. */
const kept = /^(team|apps)\./

test('every fact a module announces can be subscribed to, under the permission it is announced with', () => {
  const announced = announcedFacts()
  assert.ok(announced.size >= Object.keys(eventKinds).length)
  const open = [...announced].filter(([kind]) => !kept.test(kind))
  const offered = Object.entries(eventKinds).map(([kind, { permission }]) => [kind, permission])
  assert.deepEqual(open.toSorted(), offered.toSorted())
})

test('facts are built in files called *-events.ts and nowhere else', () => {
  assert.deepEqual(
    filesThatBuildFacts().filter((file) => !file.endsWith('-events.ts')),
    [],
  )
})
