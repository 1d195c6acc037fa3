import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection } from '#server/platforms/platform.ts'
import { type NewestFirst, piecesOf, type Window, walkNewestFirst } from './top-pages.ts'

const DAY = Date.parse('2026-03-01T00:00:00Z')
const connection: Connection = {
  ...{ gatewayUrl: 'http://127.0.0.1:1', appKey: 'k', appSecret: 's', accessToken: 't' },
  now: () => DAY + 86_400_000,
}
type Row = { id: number; at: number }
/** A list in memory, sorted newest first as the platform sorts it; `onRead` may change it between two pages. */
function listOf(rows: Row[], onRead: (readCount: number) => void = () => {}): NewestFirst<Row> {
  let readCount = 0
  const inside = ({ from, to }: Window) =>
    rows.filter(({ at }) => at >= from.getTime() && at <= to.getTime()).sort((a, b) => b.at - a.at || b.id - a.id)
  return {
    pageSize: 10,
    lastPage: 3,
    read: (window, page) => {
      const found = inside(window)
      const answer = { rows: found.slice((page - 1) * 10, page * 10).map((row) => ({ ...row })), total: found.length }
      onRead(++readCount)
      return Promise.resolve(answer)
    },
    count: (window) => Promise.resolve(inside(window).length),
    timeOf: ({ at }) => new Date(at).toISOString(),
  }
}
const rowsOf = (count: number, everyMs: number): Row[] =>
  Array.from({ length: count }, (_, id) => ({ id, at: DAY + id * everyMs }))
const window: Window = { from: new Date(DAY), to: new Date(DAY + 3_600_000) }
async function walk(list: NewestFirst<Row>): Promise<number[]> {
  const seen = new Set<number>()
  for await (const page of walkNewestFirst(connection, window, list)) for (const { id } of page) seen.add(id)
  return [...seen].sort((a, b) => a - b)
}
const upTo = (count: number) => Array.from({ length: count }, (_, id) => id)

test('a list deeper than the platform shows is walked in halves of its time', async () => {
  assert.deepEqual(await walk(listOf(rowsOf(200, 10_000))), upTo(200))
})

test('rows that move to the front while the list is walked hide none of the others', async () => {
  const rows = rowsOf(30, 60_000)
  const moved: number[] = []
  const list = listOf(rows, (readCount) => {
    if (readCount < 2) return
    for (const row of rows.filter(({ id }) => id % 5 === readCount && !moved.includes(id))) {
      row.at = DAY + 7_200_000
      moved.push(row.id)
    }
  })
  const seen = await walk(list)
  assert.ok(moved.length > 0)
  assert.deepEqual(
    upTo(30).filter((id) => !seen.includes(id) && !moved.includes(id)),
    [],
  )
})

test('a second with more rows than the platform shows is said to be one', async () => {
  await assert.rejects(walk(listOf(rowsOf(31, 0))), /One second holds more/)
})

test('a long time is cut into pieces that leave nothing out', () => {
  const pieces = piecesOf({ from: new Date(0), to: new Date(250) }, 100)
  assert.deepEqual(
    pieces.map(({ from, to }) => [from.getTime(), to.getTime()]),
    [
      [0, 100],
      [100, 200],
      [200, 250],
    ],
  )
  assert.deepEqual(piecesOf({ from: new Date(5), to: new Date(5) }, 100), [])
})
