import assert from 'node:assert/strict'
import { test } from 'node:test'
import { allTexts } from './all-texts.ts'
import { machineTexts, viaTexts } from './machine-texts.ts'
import { operationTexts } from './operation-texts.ts'
import type { Pair, Pairs } from './pairs.ts'

function everyPair(tree: Pairs, at = ''): [string, Pair][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    Array.isArray(value) ? [[`${at}${key}`, value as Pair] as [string, Pair]] : everyPair(value as Pairs, `${at}${key}.`),
  )
}
const pairs = everyPair({ ...allTexts, operations: operationTexts, machines: machineTexts, via: viaTexts })
const parametersOf = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort()

test('a reader of either language is told the same: every text names the same parameters in both', () => {
  for (const [key, [zh, en]] of pairs) assert.deepEqual(parametersOf(zh), parametersOf(en), key)
})

test('no text is left empty in either language', () => {
  assert.ok(pairs.length > 400)
  for (const [key, [zh, en]] of pairs) assert.ok(zh.trim() !== '' && en.trim() !== '', key)
})

test('English texts hold no Chinese characters, so no translation was forgotten', () => {
  for (const [key, [, en]] of pairs) assert.doesNotMatch(en, /\p{Script=Han}/u, key)
})
