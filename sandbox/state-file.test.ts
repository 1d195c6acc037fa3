import assert from 'node:assert/strict'
import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, test } from 'node:test'
import { openNoStateFile, openStateFile } from './state-file.ts'

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sandbox-state-'))
  path = join(folder, 'new', 'state')
})
afterEach(() => rmSync(folder, { recursive: true }))

/** What a new start finds in a table. The state before is left open, as by a kill. */
const found = <T>(name: string): T[] => [...openStateFile(path).table<T>(name).values()]

test('rows are found again in the order in which they came, changed ones with their last content, gone ones not at all', () => {
  const rows = openStateFile(path).table<{ name: string }>('rows')
  const second = { name: 'second' }
  rows.set('1', { name: 'first' }).set('2', second).set('3', { name: 'third' }).set('4', { name: '第四\n行' })
  second.name = 'second, changed'
  rows.set('2', second)
  rows.delete('3')
  rows.delete('unknown')
  for (const start of ['first', 'second'])
    assert.deepEqual(found('rows'), [{ name: 'first' }, second, { name: '第四\n行' }], `${start} start`)
})

test('tables do not see each other, and one that is not opened at a start is not forgotten by it', () => {
  const state = openStateFile(path)
  state.table<string>('a').set('key', 'of a')
  state.table<string>('b').set('key', 'of b')
  assert.deepEqual(found('a'), ['of a'])
  assert.deepEqual(found('b'), ['of b'])
})

test('a last line that was cut off is left out, wherever it was cut', () => {
  openStateFile(path).table<string>('rows').set('1', '一')
  const whole = statSync(path).size
  openStateFile(path).table<string>('rows').set('2', '二')
  for (let size = statSync(path).size - 1; size >= whole; size--) {
    truncateSync(path, size)
    const bytes = readFileSync(path)
    assert.deepEqual(found('rows'), ['一'], `cut at ${size}`)
    writeFileSync(path, bytes)
  }
})

test('a damaged line in the middle stops the start instead of losing what it held', () => {
  openStateFile(path).table<string>('rows').set('1', 'one')
  appendFileSync(path, '["rows","2\n["rows","3","three"]\n')
  const before = readFileSync(path)
  assert.throws(() => openStateFile(path), /damaged/)
  assert.deepEqual(readFileSync(path), before)
})

test("a file that is not a sandbox's is refused and left as it is", () => {
  const foreign = join(folder, 'notes.txt')
  writeFileSync(foreign, 'something dear to somebody')
  assert.throws(() => openStateFile(foreign), /not a state file/)
  assert.equal(readFileSync(foreign, 'utf8'), 'something dear to somebody')
})

test('a start drops what is outdated, so that a row changed a thousand times takes the room of one', () => {
  const rows = openStateFile(path).table<number>('rows')
  for (let change = 0; change < 1000; change++) rows.set('key', change)
  const grown = statSync(path).size
  assert.deepEqual(found('rows'), [999])
  assert.ok(statSync(path).size < grown / 100)
})

test('a counter never gives a number twice, however often the sandbox is killed', () => {
  const numbers = [1, 2, 3].flatMap(() => {
    const next = openStateFile(path).counter('ids')
    return Array.from({ length: 1500 }, next)
  })
  assert.equal(numbers[0], 1)
  assert.equal(new Set(numbers).size, 4500)
  assert.deepEqual(
    numbers,
    numbers.toSorted((a, b) => a - b),
  )
})

test('the file with its tokens is for its owner only', () => {
  openStateFile(path)
  assert.equal(statSync(path).mode & 0o077, 0)
})

test('after the stop nothing can be changed any more', () => {
  const state = openStateFile(path)
  const rows = state.table<string>('rows')
  state.close()
  assert.throws(() => rows.set('1', 'late'), /stopped/)
  assert.equal(rows.get('1'), undefined)
})

test('without a file everything works and nothing is kept', () => {
  openNoStateFile().table<string>('rows').set('1', 'one')
  const state = openNoStateFile()
  assert.equal(state.table('rows').size, 0)
  assert.deepEqual(Array.from({ length: 3 }, state.counter('ids')), [1, 2, 3])
})
