import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { test } from 'node:test'
import { readRulePacks, ruleInForce, ruleValue } from '#kernel/rule-packs.ts'

const entry = (effectiveFrom: string, value: number) => ({
  effectiveFrom,
  value,
  unit: 'minutes',
  source: 'a source that can be read',
})

test('the newest rule that is effective by a day holds on it', () => {
  const entries = [entry('2020-01-01', 30), entry('2026-03-01', 20), entry('2030-01-01', 5)]
  const table = {
    '2019-12-31': undefined,
    '2020-01-01': 30,
    '2026-02-28': 30,
    '2026-03-01': 20,
    '2029-12-31': 20,
    '2030-01-01': 5,
  }
  for (const [day, value] of Object.entries(table)) assert.equal(ruleInForce(entries, day)?.value, value, day)
})

test('a rule is read in its own unit or not at all', () => {
  assert.equal(ruleValue('taobao', 'pageSize', 'orders'), 100)
  assert.throws(() => ruleValue('taobao', 'pullWindow', 'hours'), /is in minutes/)
  assert.throws(() => ruleValue('taobao', 'noSuchRule', 'orders'), /has no noSuchRule/)
})

test('an entry without a source does not load', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'rules-'))
  writeFileSync(path.join(folder, 'x.yaml'), 'window:\n  - { effectiveFrom: 2020-01-01, value: 1, unit: minutes }\n')
  assert.throws(() => readRulePacks(folder), /x\.yaml: window\.0\.source/)
  rmSync(folder, { recursive: true })
})
