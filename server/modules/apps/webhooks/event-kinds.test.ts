import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { eventKinds } from '#contract/event-kinds.ts'

const modules = path.join(import.meta.dirname, '..', '..')
/** Facts about people and apps are for the house itself. */
const kept = /^(team|apps)\./

test('every fact a module announces can be subscribed to, under the permission it is announced with', () => {
  const announced = new Map<string, string>()
  for (const file of globSync('*/**/*-events.ts', { cwd: modules })) {
    const source = readFileSync(path.join(modules, file), 'utf8')
    const whole = source.matchAll(/kind: '([a-z]+\.[A-Za-z]+)',\s*permission: '([A-Za-z.]+)'/g)
    const short = source.matchAll(/\bfact\(\s*'([a-z]+\.[A-Za-z]+)',\s*'([A-Za-z.]+)'/g)
    for (const [, kind = '', permission = ''] of [...whole, ...short]) announced.set(kind, permission)
    const [, prefix, permission = ''] = /kind: `([a-z]+)\.\$\{kind\}`,\s*permission: '([A-Za-z.]+)'/.exec(source) ?? []
    if (prefix)
      for (const [, kind] of source.matchAll(/\bfact\(\s*'([A-Za-z]+)'/g)) announced.set(`${prefix}.${kind}`, permission)
  }
  assert.ok(announced.size >= Object.keys(eventKinds).length)
  const open = [...announced].filter(([kind]) => !kept.test(kind))
  const offered = Object.entries(eventKinds).map(([kind, { permission }]) => [kind, permission])
  assert.deepEqual(open.toSorted(), offered.toSorted())
})
