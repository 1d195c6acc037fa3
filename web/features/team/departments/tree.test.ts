import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DepartmentView } from '#contract/team-structure.ts'
import { isInside, pathOf, treeOf } from './tree.ts'

const department = (departmentId: string, parentId: string | null, memberCount = 0): DepartmentView => ({
  ...{ departmentId, parentId, memberCount, name: departmentId, duties: '', version: 1 },
  ...{ supervisors: [], grants: [], isManaged: true },
})
const rows = [
  department('夜班', '客服', 3),
  department('客服', null, 2),
  department('仓库', null, 4),
  department('散', '看不见的', 1),
]

test('a department counts everybody in it and below it, whatever order the list comes in', () => {
  const roots = treeOf(rows)
  assert.deepEqual(
    roots.map(({ name, totalCount }) => [name, totalCount]),
    [
      ['客服', 5],
      ['仓库', 4],
      ['散', 1],
    ],
  )
  assert.deepEqual(
    roots[0]?.children.map(({ name }) => name),
    ['夜班'],
  )
})

test('the way to a department is told from the top', () => {
  assert.deepEqual(
    pathOf(rows, '夜班').map(({ name }) => name),
    ['客服', '夜班'],
  )
  assert.deepEqual(pathOf(rows, null), [])
  assert.ok(isInside(rows, '夜班', '客服') && isInside(rows, '客服', '客服') && !isInside(rows, '客服', '夜班'))
})
