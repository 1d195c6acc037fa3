/** What is told to whom about sign-ins, the emergency stop, and approvals that a person decides. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { type Caller, runOperation } from '#kernel/run-operation.ts'
import { hired } from '#server/testing/hired.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { decideApproval } from '../approvals/operations/decide-approval.ts'
import { listApprovals } from '../approvals/operations/list-approvals.ts'
import { createLoginTicket } from '../create-merchant.ts'
import { accountCaller } from '../identity.ts'
import { listNotices } from '../notices/operations/list-notices.ts'
import { setStaffDetails } from '../operations/set-staff-details.ts'
import { resetPassword } from './operations/reset-password.ts'
import { aBrowser } from './testing/browser.ts'

let t: TestTeam
let web: FastifyInstance
before(async () => {
  // A Monday, 10:00 in Shanghai.
  t = await aTeam({ startAt: new Date('2026-03-02T02:00:00Z') })
  web = await aWebServer(t.app)
})
after(async () => {
  await web.close()
  await t.drop()
})

const PASSWORD = 'a long enough password'
const hire = (subName: string, role = 'inSaleService') =>
  hired(t, { subName, name: subName, password: PASSWORD, grants: [{ role, shopIds: null }] })
type Notices = { rows: { noticeId: string; kind: string; params: Record<string, string>; isRead: boolean }[]; unread: number }
const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: unknown) => (error instanceof Failure ? error.definition.code : String(error)),
  )
const kindsOf = async (accountId: string) => (await t.call({ accountId }, listNotices, {})).rows.map(({ kind }) => kind)

test('the first sign-in is no news; a new device or network later on is told to the person', async () => {
  const { login, accountId } = await hire('newcomer')
  const desk = aBrowser(web, { ip: '192.0.2.1' })
  await desk.call('team.signIn', { login, password: PASSWORD })
  await desk.call('team.signIn', { login, password: PASSWORD })
  assert.deepEqual(await kindsOf(accountId), [])
  const phone = aBrowser(web, { ip: '192.0.2.1', userAgent: 'Mozilla/5.0 (iPhone) Safari/605' })
  await phone.call('team.signIn', { login, password: PASSWORD })
  const { rows, unread } = (await desk.call<Notices>('team.listNotices')).body
  assert.deepEqual(
    [rows[0]?.kind, rows[0]?.params, unread],
    ['signInNewDevice', { device: 'Safari · iPhone', ip: '192.0.2.1' }, 1],
  )
  await desk.call('team.markNoticesRead', { noticeIds: rows.map(({ noticeId }) => noticeId) })
  assert.equal((await desk.call<Notices>('team.listNotices')).body.unread, 0)
  const travelling = aBrowser(web, { ip: '198.51.100.200' })
  travelling.cookies.set('zg_device', desk.cookies.get('zg_device') ?? '')
  await travelling.call('team.signIn', { login, password: PASSWORD })
  assert.deepEqual((await kindsOf(accountId)).toSorted(), ['signInNewDevice', 'signInNewNetwork'])
})

test('a sign-in outside working hours is told to the person and to who manages them, and to nobody else', async () => {
  const { login, accountId } = await hire('nightOwl')
  const version = await t.read((reader) =>
    reader.maybe<{ version: number }>(
      sql`select version from accounts where merchant_id = ${t.merchantId} and account_id = ${accountId}`,
    ),
  )
  await t.call('owner', setStaffDetails, {
    accountId,
    version: version?.version ?? 1,
    workHours: { days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', zone: 'Asia/Shanghai' },
    takesChats: false,
    endsAt: null,
  })
  await aBrowser(web).call('team.signIn', { login, password: PASSWORD })
  assert.ok(!(await kindsOf(accountId)).includes('signInOutsideHours'), '10:00 is within')
  t.clock.advance(10 * 3600_000)
  await aBrowser(web).call('team.signIn', { login, password: PASSWORD })
  const colleague = await hire('colleague')
  assert.ok((await kindsOf(accountId)).includes('signInOutsideHours'))
  assert.ok((await kindsOf(t.ownerId)).includes('signInOutsideHours'))
  assert.ok(!(await kindsOf(colleague.accountId)).includes('signInOutsideHours'))
})

test('the emergency stop ends everything but the owner’s own session, and can keep everybody out until released', async () => {
  const { login, accountId } = await hire('stopped')
  const owner = await ownerBrowser()
  const ownersOther = await ownerBrowser()
  const worker = aBrowser(web)
  await worker.call('team.signIn', { login, password: PASSWORD })
  const ticket = await createLoginTicket(
    t.app.kernel.database,
    t.merchantId,
    accountId,
    new Date(t.clock.now.getTime() + 3600_000),
  )
  const stop = await owner.call<{ ended: number }>('team.emergencyStop', { hold: true, reason: '怀疑密码泄露' })
  assert.equal(stop.code, 'done')
  assert.deepEqual(
    [
      (await owner.call('team.readMe')).code,
      (await ownersOther.call('team.readMe')).code,
      (await worker.call('team.readMe')).code,
    ],
    ['done', 'notSignedIn', 'notSignedIn'],
  )
  assert.equal((await worker.call('team.signIn', { login, password: PASSWORD })).code, 'wrongLogin', 'told like a wrong password')
  assert.equal((await worker.call('team.signInWithTicket', { ticket })).code, 'ticketSpent')
  assert.equal((await ownersOther.call('team.signIn', { login: await ownerLogin(), password: PASSWORD })).code, 'done')
  assert.equal((await owner.call('team.releaseSignIns')).code, 'done')
  t.clock.advance(61_000)
  assert.equal((await worker.call('team.signIn', { login, password: PASSWORD })).code, 'done')
})

test('only an owner can stop everything', async () => {
  const { login } = await hire('admin', 'administrator')
  const browser = aBrowser(web)
  await browser.call('team.signIn', { login, password: PASSWORD })
  assert.equal((await browser.call('team.emergencyStop', { hold: false, reason: 'x' })).code, 'notPermitted')
})

/** A token of the owner, which cannot confirm that a person stands behind it. */
function tokenOf(accountId: string, onBehalfOf?: { accountId: string; name: string }): Caller {
  const caller = accountCaller(t.merchantId, accountId, { via: 'api', ip: '', language: 'zh', requestId: newId() })
  return {
    ...caller,
    identify: async (tx, now) => {
      const { principal } = await caller.identify(tx, now)
      return { principal: { ...principal, ...(onBehalfOf && { onBehalfOf }) }, sessionId: null }
    },
  }
}

test('an agent’s sensitive call waits for its person, who approves it once with a fresh confirmation', async () => {
  const victim = await hire('victim')
  const responsible = await hire('responsible')
  const stranger = await hire('stranger')
  const agent = tokenOf(t.ownerId, { accountId: responsible.accountId, name: 'responsible' })
  const input = { accountId: victim.accountId, newPassword: 'chosen by an agent' }
  const ask = () => codeOf(runOperation(t.app.kernel, resetPassword, input, agent))
  assert.equal(await ask(), 'approvalRequired')
  const { rows } = await t.call({ accountId: responsible.accountId }, listApprovals, { state: 'waiting' })
  assert.deepEqual([rows.length, rows[0]?.operation], [1, 'team.resetPassword'])
  assert.deepEqual(rows[0]?.input, { accountId: victim.accountId, newPassword: '••••' })
  const decision = { approvalId: rows[0]?.approvalId ?? '', approve: true }
  assert.equal((await t.call({ accountId: responsible.accountId }, listNotices, {})).approvalsWaiting, 1)
  assert.deepEqual((await t.call({ accountId: stranger.accountId }, listApprovals, {})).rows, [])
  assert.equal(await codeOf(t.call({ accountId: stranger.accountId }, decideApproval, decision)), 'notFound')
  assert.equal(
    await codeOf(runOperation(t.app.kernel, decideApproval, decision, tokenOf(responsible.accountId))),
    'approvalRequired',
    'a token decides nothing',
  )
  assert.equal(await codeOf(t.call({ accountId: responsible.accountId }, decideApproval, decision)), 'done')
  assert.equal(await codeOf(t.call({ accountId: responsible.accountId }, decideApproval, decision)), 'approvalSettled')
  assert.equal(await ask(), 'done')
  assert.equal(await ask(), 'approvalRequired')
})

test('what was refused stays refused, and a request that nobody answered is over after a day', async () => {
  const victim = await hire('victim2')
  const ask = (newPassword: string) =>
    codeOf(runOperation(t.app.kernel, resetPassword, { accountId: victim.accountId, newPassword }, tokenOf(t.ownerId)))
  assert.equal(await ask('first password wish'), 'approvalRequired')
  const [first] = (await t.call('owner', listApprovals, { state: 'waiting' })).rows
  await t.call('owner', decideApproval, { approvalId: first?.approvalId ?? '', approve: false })
  assert.equal(await ask('first password wish'), 'approvalRequired')
  assert.equal(await ask('second password wish'), 'approvalRequired')
  t.clock.advance(24 * 3600_000)
  const states = (await t.call('owner', listApprovals, {})).rows.map(({ state }) => state)
  assert.ok(states.includes('refused') && states.includes('expired') && !states.includes('waiting'))
  const [expired] = (await t.call('owner', listApprovals, { state: 'expired' })).rows
  assert.equal(
    await codeOf(t.call('owner', decideApproval, { approvalId: expired?.approvalId ?? '', approve: true })),
    'approvalSettled',
  )
})

const ownerLogin = async () =>
  (
    await t.read((reader) =>
      reader.maybe<{ login: string }>(
        sql`select login from accounts where merchant_id = ${t.merchantId} and account_id = ${t.ownerId}`,
      ),
    )
  )?.login ?? ''
async function ownerBrowser() {
  const browser = aBrowser(web)
  assert.equal((await browser.call('team.signIn', { login: await ownerLogin(), password: PASSWORD })).code, 'done')
  return browser
}
