import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readStaffLines } from './staff-lines.ts'

test('a list pasted from a spreadsheet or typed with commas of either kind is read', () => {
  const { lines, badLine } = readStaffLines('a\t甲\tsecret-one\r\nb,乙,secret-two\n\nc，丙，secret-three\n')
  assert.deepEqual(
    lines.map(({ subName, name }) => `${subName}${name}`),
    ['a甲', 'b乙', 'c丙'],
  )
  assert.equal(badLine, null)
})

test('a line that lacks a column is named by its number, the others stay', () => {
  const { lines, badLine } = readStaffLines('a\t甲\tsecret-one\n\nb\t乙\n')
  assert.equal(lines.length, 1)
  assert.equal(badLine, 3)
})
