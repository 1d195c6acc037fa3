import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { cainiao } from '#server/carriers/cainiao/cainiao.ts'
import { platforms } from '#server/platforms/registry.ts'
import { ipp } from '#server/printers/ipp/ipp.ts'

const modulesFolder = path.join(import.meta.dirname, '..')
const methodsOf = (adapter: object): string[] =>
  Object.entries(adapter).flatMap(([name, value]) => (typeof value === 'function' ? name : []))
/** Pure, or only an address: nothing leaves the house. */
const STAYS_HOME = new Set(['readOrder', 'authoriseUrl'])
const methods = [...new Set([cainiao, ipp, ...platforms.map(({ adapter }) => adapter)].flatMap(methodsOf))].filter(
  (name) => !STAYS_HOME.has(name),
)
const NEAR = 3

/** Lines that call an adapter without a failpoint right before and right after them. */
function bareCalls(source: string): number[] {
  const lines = source.split('\n')
  const call = new RegExp(`\\b(adapter|connection\\.adapter|waybillInterface\\.adapter)\\.(${methods.join('|')})\\(`)
  return lines.flatMap((line, index) => {
    if (!call.test(line)) return []
    const before = lines.slice(Math.max(0, index - NEAR), index + 1).join('\n')
    const behind = lines.slice(index, index + NEAR + 1).join('\n')
    const isFlanked = before.includes('outsideCall(') || (before.includes('failpoint(') && behind.includes('failpoint('))
    return isFlanked ? [] : index + 1
  })
}

test('every call that leaves the house stands between failpoints, so that the kill test knows it', () => {
  const bare = globSync('**/*.ts', { cwd: modulesFolder })
    .filter((file) => !file.endsWith('.test.ts') && file.startsWith('fulfilment/'))
    .concat(globSync('**/*-jobs.ts', { cwd: modulesFolder }).filter((file) => !file.startsWith('fulfilment/')))
    .flatMap((file) => bareCalls(readFileSync(path.join(modulesFolder, file), 'utf8')).map((line) => `${file}:${line}`))
  assert.deepEqual(bare, [])
})

test('a bare call is found', () => {
  assert.deepEqual(bareCalls('const a = 1\nawait adapter.reportShipment(connection, report)\n'), [2])
  assert.deepEqual(bareCalls("await outsideCall('x', () =>\n  adapter.reportShipment(connection, report))\n"), [])
})
