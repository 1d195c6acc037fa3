import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'

const root = path.join(import.meta.dirname, '..', '..')
/** What an import statement carries to the browser: types are gone by then. */
const carried = /^(?:import|export) (?!type\b)(\{[^}]*\} )?(?:[\w*][^'{]* )?(?:from )?'([^']+)'/gm

function carriedBy(file: string): string[] {
  const source = readFileSync(path.join(root, file), 'utf8')
  return [...source.matchAll(carried)].flatMap(([, names, from]) => {
    const onlyTypes = names && [...names.matchAll(/\w+(?: \w+)*/g)].every(([name]) => name.startsWith('type '))
    return onlyTypes || !from ? [] : [from]
  })
}

/** The way from a file of the contract to zod, or null. */
function wayToZod(file: string, seen = new Set<string>()): string | null {
  if (seen.has(file)) return null
  seen.add(file)
  for (const from of carriedBy(file)) {
    if (from === 'zod') return `${file} → zod`
    const way = from.startsWith('./') ? wayToZod(`contract/${from.slice(2)}`, seen) : null
    if (way) return `${file} → ${way}`
  }
  return null
}

test('No page carries the validator to the browser: what pages read of the contract lies in files without schemas', () => {
  assert.equal(wayToZod('contract/orders.ts'), 'contract/orders.ts → zod')
  const pages = globSync('web/**/*.{ts,tsx}', { cwd: root }).filter((file) => !file.endsWith('.test.ts'))
  const read = pages.flatMap((file) => carriedBy(file).map((from) => ({ file, from })))
  const ofContract = read.filter(({ from }) => from.startsWith('#contract/'))
  assert.ok(ofContract.length > 10)
  const heavy = ofContract.flatMap(({ file, from }) => {
    const way = wayToZod(from.slice(1))
    return way ? [`${file} → ${way}`] : []
  })
  assert.deepEqual(heavy, [])
})
