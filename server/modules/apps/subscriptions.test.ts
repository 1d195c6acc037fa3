import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { TestTeam } from '#server/testing/team.ts'
import { aTeam } from '#server/testing/team.ts'
import { checkSubscriptions } from './operations/check-subscriptions.ts'
import { closeAppNotice } from './operations/close-app-notice.ts'
import { installApp } from './operations/install-app.ts'
import { listApps } from './operations/list-apps.ts'
import { renewApp } from './operations/renew-app.ts'
import { suspendApp } from './operations/suspend-app.ts'
import { reminderDue, runStateOf } from './subscription-rules.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const HOUR_MS = 3600_000
const at = (hours: number): string => new Date(t.clock.now.getTime() + hours * HOUR_MS).toISOString()
const noticesOf = async () => (await t.call('owner', listApps, {})).notices
const rowOf = async (appId: string) => {
  const { rows } = await t.call('owner', listApps, {})
  return rows.find((row) => row.appId === appId)
}

test('a subscription that ends is said a week before, a day before and when it has happened, each once; renewing begins anew', async () => {
  const app = { name: '年费应用', publisher: '某公司', clientType: 'public' as const, redirectUris: ['https://app.example/back'] }
  const { appId } = await t.call('owner', installApp, { ...app, functions: ['orders.view'], shopIds: null, endsAt: at(10 * 24) })
  const heard: string[] = []
  for (let hour = 0; hour < 11 * 24; hour += 6) {
    await t.callAsSystem(checkSubscriptions, {})
    await t.callAsSystem(checkSubscriptions, {})
    for (const notice of await noticesOf()) {
      heard.push(`${notice.kind} ${notice.params.days}`)
      await t.call('owner', closeAppNotice, { noticeId: notice.noticeId })
    }
    t.clock.advance(6 * HOUR_MS)
  }
  assert.deepEqual(heard, ['subscriptionEnds 7', 'subscriptionEnds 1', 'subscriptionEnded 0'])
  assert.equal((await rowOf(appId))?.state, 'ended')
  await t.call('owner', renewApp, { appId, version: (await rowOf(appId))?.version ?? 0, endsAt: at(20) })
  assert.equal((await rowOf(appId))?.state, 'active')
  await t.callAsSystem(checkSubscriptions, {})
  assert.deepEqual(
    (await noticesOf()).map(({ kind, params }) => [kind, params.days]),
    [['subscriptionEnds', 1]],
  )
  await t.call('owner', renewApp, { appId, version: (await rowOf(appId))?.version ?? 0, endsAt: null })
  assert.deepEqual(await noticesOf(), [])
  await t.call('owner', suspendApp, { appId })
  assert.equal((await rowOf(appId))?.state, 'suspended')
})

test('the reminder that is due skips those whose day has passed', () => {
  const now = new Date('2026-05-01T00:00:00Z')
  const inHours = (hours: number) => new Date(now.getTime() + hours * HOUR_MS).toISOString()
  const cases: [number, number | null, number | undefined][] = [
    [8 * 24, null, undefined],
    [7 * 24, null, 7],
    [3 * 24, null, 7],
    [3 * 24, 7, undefined],
    [24, 7, 1],
    [5, null, 1],
    [5, 1, undefined],
    [0, 1, 0],
    [-100, 7, 0],
    [-100, 0, undefined],
  ]
  for (const [hours, reminded, due] of cases)
    assert.equal(reminderDue(inHours(hours), reminded, now), due, `${hours} h, ${reminded}`)
  assert.equal(runStateOf('suspended', inHours(-1), now), 'ended')
  assert.equal(runStateOf('active', null, now), 'active')
})

test('notices are shown to those who look after apps, not to others', async () => {
  const reviewer = await t
    .call('orderReviewer', listApps, {})
    .catch((error: { definition?: { code: string } }) => error.definition?.code)
  assert.equal(reviewer, 'notPermitted')
})
