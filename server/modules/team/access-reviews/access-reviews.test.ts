/** Access reviews: everybody's grants before somebody else's eyes, undecided ones expire, the report can be checked by an outsider. */
import assert from 'node:assert/strict'
import { verify } from 'node:crypto'
import { after, before, test } from 'node:test'
import { Failure } from '#kernel/failure.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { createDepartment } from '../departments/operations/create-department.ts'
import { moveStaff } from '../operations/move-staff.ts'
import { readMe } from '../operations/read-me.ts'
import { advanceReviews } from './operations/advance-reviews.ts'
import { decideReviewItems } from './operations/decide-review-items.ts'
import { listAccessReviews } from './operations/list-access-reviews.ts'
import { readAccessReview } from './operations/read-access-review.ts'
import { readReviewReport } from './operations/read-review-report.ts'
import { setReviewRhythm } from './operations/set-review-rhythm.ts'
import { startAccessReview } from './operations/start-access-review.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const DAY_MS = 86_400_000
const inDays = (days: number): string => new Date(t.clock.now.getTime() + days * DAY_MS).toISOString()
const codeOf = (error: unknown): string => (error instanceof Failure ? error.definition.code : String(error))

test('the nearest supervisor decides, removed grants end at once, undecided ones at the due day, and the report is signed', async () => {
  const { departmentId } = await t.call('owner', createDepartment, { parentId: null, name: '客服部' })
  const supervisor = await t.staff('主管', [{ role: 'supervisor', range: 'department', departmentId }])
  const kept = await t.staff('留权', [{ role: 'inSaleService' }])
  const removed = await t.staff('收权', [{ role: 'inSaleService' }])
  const silent = await t.staff('没人管', [{ role: 'inSaleService' }])
  await t.call('owner', moveStaff, { accountIds: [supervisor, kept, removed, silent], departmentId })
  const { reviewId, itemCount } = await t.call('owner', startAccessReview, { name: '四季度', dueAt: inDays(14) })
  assert.equal(itemCount, 4)
  const mine = (await t.call({ accountId: supervisor }, readAccessReview, { reviewId })).rows
  assert.deepEqual(mine.map((item) => item.subjectName).sort(), ['收权', '没人管', '留权'])
  const itemOf = (accountId: string): string => mine.find((item) => item.subjectId === accountId)?.itemId ?? ''
  const decide = (who: string, itemIds: string[], decision: 'keep' | 'remove') =>
    t.call({ accountId: who }, decideReviewItems, { reviewId, itemIds, decision })
  await decide(supervisor, [itemOf(kept)], 'keep')
  await decide(supervisor, [itemOf(removed)], 'remove')
  const rightsLeft = async (accountId: string) => Object.keys((await t.call({ accountId }, readMe, {})).rights)
  assert.deepEqual(await rightsLeft(removed), ['account.self'])
  const foreign = await decide(kept, [itemOf(silent)], 'keep').then(({ refused }) => refused[0]?.code, codeOf)
  assert.equal(foreign, 'notPermitted', 'who was not asked does not decide')
  assert.deepEqual((await t.callAsSystem(advanceReviews, {})).closed, [])
  t.clock.advance(12 * DAY_MS)
  assert.deepEqual((await t.callAsSystem(advanceReviews, {})).reminded, [reviewId])
  t.clock.advance(2 * DAY_MS)
  assert.deepEqual((await t.callAsSystem(advanceReviews, {})).closed, [reviewId])
  assert.deepEqual(await rightsLeft(silent), ['account.self'])
  assert.ok((await t.call({ accountId: kept }, readMe, {})).rights['orders.view'] === null)
  assert.equal(await decide(t.ownerId, [itemOf(silent)], 'keep').catch(codeOf), 'reviewClosed')
  const { report, signature, publicKey } = await t.call('owner', readReviewReport, { reviewId })
  assert.ok(verify(null, Buffer.from(report), publicKey, Buffer.from(signature, 'base64')))
  assert.ok(!verify(null, Buffer.from(report.replace('remove', 'keep')), publicKey, Buffer.from(signature, 'base64')))
  const decisions = (JSON.parse(report) as { items: { decision: string }[] }).items.map(({ decision }) => decision).sort()
  assert.deepEqual(decisions, ['expired', 'expired', 'keep', 'remove'])
})

test('nobody reviews himself, and with a rhythm the next review begins by itself', async () => {
  await t.call('owner', setReviewRhythm, { everyMonths: 3 })
  assert.equal((await t.callAsSystem(advanceReviews, {})).started, null, 'one has just been')
  t.clock.advance(93 * DAY_MS)
  const admin = await t.staff('管理甲', [{ role: 'administrator' }])
  const { started } = await t.callAsSystem(advanceReviews, {})
  assert.ok(started)
  const own = (await t.call({ accountId: admin }, listAccessReviews, {})).rows.find(({ reviewId }) => reviewId === started)
  assert.equal(own?.state, 'open')
  const { rows } = await t.call('owner', readAccessReview, { reviewId: started })
  assert.ok(rows.every((item) => item.subjectId !== item.reviewerId))
})
