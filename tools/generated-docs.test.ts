import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { modules } from '#server/modules.ts'
import { generatedDocs } from '#tools/generated-docs.ts'

const operations = modules.flatMap((module) => module.operations)
const jobs = modules.flatMap((module) => module.jobs ?? [])
for (const [file, text] of Object.entries(generatedDocs(operations, jobs))) {
  test(`${file} says what the code says (npm run docs writes it)`, () => {
    assert.equal(readFileSync(path.join(import.meta.dirname, '..', file), 'utf8'), text)
  })
}
