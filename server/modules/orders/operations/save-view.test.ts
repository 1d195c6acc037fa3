import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { deleteView } from './delete-view.ts'
import { listViews } from './list-views.ts'
import { saveView } from './save-view.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

test('a saved view is one’s own: the same name writes it over, and nobody else sees or deletes it', async () => {
  const view = { name: '待审大单', page: 'parcels', filters: { stations: ['review'] } } as const
  const { viewId } = await t.call('orderReviewer', saveView, view)
  assert.deepEqual(await t.call('orderReviewer', saveView, { ...view, filters: { stations: ['held'] } }), { viewId })
  const { rows } = await t.call('orderReviewer', listViews, {})
  assert.deepEqual(rows, [{ viewId, name: '待审大单', page: 'parcels', filters: { stations: ['held'] } }])

  assert.deepEqual(await t.call('supervisor', listViews, {}), { rows: [] })
  await assert.rejects(t.call('supervisor', deleteView, { viewId }), /notFound/)
  await t.call('orderReviewer', deleteView, { viewId })
  assert.deepEqual(await t.call('orderReviewer', listViews, {}), { rows: [] })
})
