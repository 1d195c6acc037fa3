import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { test } from 'node:test'
import { modules } from '#server/modules.ts'
import { generatedDocs } from '#tools/generated-docs.ts'

for (const [file, text] of Object.entries(generatedDocs(modules.flatMap((module) => module.operations)))) {
  test(`${file} says what the code says (npm run docs writes it)`, () => {
    assert.equal(readFileSync(path.join(import.meta.dirname, '..', file), 'utf8'), text)
  })
}
