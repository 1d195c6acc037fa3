import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { allTexts } from './all-texts.ts'
import { firstTexts } from './first-texts.ts'

const web = path.join(import.meta.dirname, '..')

test('the workbench and the frame around it say nothing that is only fetched later', () => {
  const files = globSync(['app/*.{ts,tsx}', 'shared/*.{ts,tsx}', 'features/workbench/*.{ts,tsx}'], { cwd: web })
  assert.ok(files.length > 40)
  for (const file of files) {
    const source = readFileSync(path.join(web, file), 'utf8')
    for (const [, space = ''] of source.matchAll(/\bt\(['`](\w+)\./g)) assert.ok(space in firstTexts, `${file}: ${space}`)
  }
})

test('what comes first is part of the whole', () => {
  for (const [space, texts] of Object.entries(firstTexts))
    assert.equal((allTexts as Record<string, unknown>)[space], texts, space)
})
