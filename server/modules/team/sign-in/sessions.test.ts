/** Sessions: how many, how long, locked by idleness, ended by oneself or an administrator, confirmed for sensitive acts. */

import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { errors } from '#contract/errors.ts'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { hired } from '#server/testing/hired.ts'
import { sampleInput } from '#server/testing/sample-input.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { touchSessions } from '../identity.ts'
import { endSessionsOf } from './operations/end-sessions-of.ts'
import { listSessionsOf } from './operations/list-sessions-of.ts'
import { resetPassword } from './operations/reset-password.ts'
import { saveSignInPolicy } from './operations/save-sign-in-policy.ts'
import { hashSecret } from './session-token.ts'
import { aBrowser, type Browser } from './testing/browser.ts'

let t: TestTeam
let web: FastifyInstance
before(async () => {
  t = await aTeam({ environment: { RATE_LIMIT_PER_MINUTE: '100000' } })
  web = await aWebServer(t.app)
})
after(async () => {
  await web.close()
  await t.drop()
})
beforeEach(() => t.write((tx) => tx.write(sql`delete from sign_in_policies where merchant_id = ${t.merchantId}`)))

const PASSWORD = 'a long enough password'
const hire = (subName: string) =>
  hired(t, {
    subName,
    name: subName,
    password: PASSWORD,
    grants: [{ role: 'inSaleService', shopIds: null }],
  })
type Policy = Parameters<typeof saveSignInPolicy.run>[1]
const none: Policy = {
  role: '',
  needsFactor: false,
  idleMinutes: null,
  sessionLimit: null,
  atLimit: 'endOldest',
  lifeHours: null,
  version: 0,
}
const policy = (wanted: Partial<Policy>) => t.call('owner', saveSignInPolicy, { ...none, ...wanted })
async function enter(login: string, browser = aBrowser(web)): Promise<Browser> {
  assert.equal((await browser.call('team.signIn', { login, password: PASSWORD })).code, 'done')
  return browser
}
const isIn = async (browser: Browser) => (await browser.call('team.readMe')).code
/** What the web server does every half minute with the sessions it has seen used. */
const touch = (browser: Browser) => {
  const [, , secret = ''] = (browser.cookies.get('zg_session') ?? '').split('.')
  return touchSessions(t.app.kernel.database, t.merchantId, [hashSecret(secret)], t.clock.now)
}

test('my devices are listed by what they are called, and I can end one or all others', async () => {
  const { login } = await hire('devices')
  const phone = await enter(
    login,
    aBrowser(web, {
      userAgent: 'Mozilla/5.0 (Linux; Android 15; Pixel) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36',
      ip: '::ffff:203.0.113.5',
    }),
  )
  const desk = await enter(
    login,
    aBrowser(web, { userAgent: 'Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0', ip: '2001:DB8::5' }),
  )
  const third = await enter(login)
  type Rows = { rows: { sessionId: string; device: string | null; ip: string; isCurrent: boolean; cameBy: string }[] }
  const { rows } = (await desk.call<Rows>('team.listOwnSessions')).body
  assert.deepEqual(
    rows.map(({ device, ip, isCurrent }) => [device, ip, isCurrent]).sort(),
    [
      ['Chrome · Android', '203.0.113.5', false],
      ['Edge · Windows', '2001:db8::5', true],
      [null, '192.0.2.1', false],
    ].sort(),
  )
  const phoneSession = rows.find(({ device }) => device === 'Chrome · Android')?.sessionId
  assert.equal((await desk.call('team.endOwnSession', { sessionId: phoneSession })).code, 'done')
  assert.equal(await isIn(phone), 'notSignedIn')
  assert.deepEqual((await desk.call('team.endOtherSessions')).body, { ended: 1 })
  assert.equal(await isIn(third), 'notSignedIn')
  assert.equal(await isIn(desk), 'done')
})

test('an administrator sees and ends the sessions of those he manages, and of nobody stronger', async () => {
  const { login, accountId } = await hire('managed')
  const browser = await enter(login)
  const admin = { accountId: await t.staff('总管', [{ role: 'administrator' }]) }
  assert.equal((await t.call(admin, listSessionsOf, { accountId })).rows.length, 1)
  assert.deepEqual(await t.call(admin, endSessionsOf, { accountId }), { ended: 1 })
  assert.equal(await isIn(browser), 'notSignedIn')
  await assert.rejects(
    t.call(admin, endSessionsOf, { accountId: t.ownerId }),
    (error) => error instanceof Failure && error.definition.code === 'strongerTarget',
  )
})

test('one more sign-in than allowed ends the session longest unused, or is refused, as the role says', async () => {
  const { login } = await hire('limited')
  await policy({ role: 'inSaleService', sessionLimit: 2 })
  const [first, second] = [await enter(login), await enter(login)]
  t.clock.advance(60_000)
  await touch(first)
  const third = await enter(login)
  assert.deepEqual([await isIn(first), await isIn(second), await isIn(third)], ['done', 'notSignedIn', 'done'])
  await policy({ role: 'inSaleService', sessionLimit: 2, atLimit: 'refuse', version: 1 })
  const fourth = aBrowser(web)
  assert.equal((await fourth.call('team.signIn', { login, password: PASSWORD })).code, 'sessionLimit')
  await third.call('team.signOut')
  assert.equal((await fourth.call('team.signIn', { login, password: PASSWORD })).code, 'done')
})

test('of many who sign in at once no more stay in than allowed', async () => {
  const { login, accountId } = await hire('crowd')
  await policy({ sessionLimit: 3 })
  const browsers = Array.from({ length: 8 }, () => aBrowser(web))
  await Promise.all(browsers.map((browser) => browser.call('team.signIn', { login, password: PASSWORD })))
  const open = await t.read((reader) =>
    reader.rows(
      sql`select 1 from sessions where merchant_id = ${t.merchantId} and account_id = ${accountId} and ended_at is null`,
    ),
  )
  assert.equal(open.length, 3)
})

test('a session nobody touches locks itself; a page that reads by itself does not keep it open', async () => {
  const { login } = await hire('idle')
  await policy({ idleMinutes: 5 })
  const browser = await enter(login)
  t.clock.advance(4 * 60_000)
  assert.equal((await browser.call('team.readMe', {}, { 'x-unattended': '1' })).code, 'done')
  t.clock.advance(60_000)
  const locked = await browser.call('team.readMe')
  assert.deepEqual([locked.status, locked.code], [423, 'sessionLocked'])
  const state = await browser.call<{ state: string; name: string; idleMinutes: number }>('team.readSession')
  assert.deepEqual([state.body.state, state.body.name, state.body.idleMinutes], ['locked', 'idle', 5])
  assert.equal((await browser.call('team.unlockSession', { password: 'wrong' })).code, 'wrongPassword')
  assert.equal(await isIn(browser), 'sessionLocked')
  assert.equal((await browser.call('team.unlockSession', { password: PASSWORD })).code, 'done')
  assert.equal(await isIn(browser), 'done')
})

test('using it keeps a session open however long the day is', async () => {
  const { login } = await hire('busy')
  await policy({ idleMinutes: 5 })
  const browser = await enter(login)
  for (let n = 0; n < 4; n += 1) {
    t.clock.advance(4 * 60_000)
    assert.equal(await isIn(browser), 'done')
    await touch(browser)
  }
})

test('a locked session may do nothing but read what it is, unlock, and leave: tried with every operation there is', async () => {
  const { login } = await hire('everything')
  const browser = await enter(login)
  await browser.call('team.lockSession')
  const guarded = [...t.app.operations.values()].filter((operation) => operation.kind !== 'public')
  const open: string[] = []
  for (const { name, input } of guarded) {
    if (['team.signOut', 'team.unlockSession'].includes(name)) continue
    const { code } = await browser.call(name, sampleInput(input, newId()))
    if (code !== 'sessionLocked') open.push(name)
  }
  const allowed = guarded.filter(({ allowedWhile }) => allowedWhile?.includes(errors.sessionLocked)).map(({ name }) => name)
  assert.deepEqual([...open, 'team.signOut', 'team.unlockSession'].sort(), allowed.sort())
  assert.ok(allowed.length < 8, 'each of them is safe in the hands of a passer-by')
})

test('locking on purpose locks at once and takes the step-up away', async () => {
  const { login } = await hire('locker')
  const browser = await enter(login)
  assert.equal((await browser.call('team.startTotp')).code, 'done')
  await browser.call('team.lockSession')
  assert.equal(await isIn(browser), 'sessionLocked')
  await browser.call('team.unlockSession', { password: PASSWORD })
  assert.equal((await browser.call('team.startTotp')).code, 'stepUpRequired')
})

test('wrong passwords at the lock are counted, also when many come at once', async () => {
  const { login } = await hire('lockGuess')
  const browser = await enter(login)
  await browser.call('team.lockSession')
  const codes = await Promise.all(
    Array.from({ length: 12 }, async () => (await browser.call('team.unlockSession', { password: 'wrong' })).code),
  )
  assert.equal(codes.filter((code) => code === 'wrongPassword').length, 5)
  assert.equal(codes.filter((code) => code === 'signInBlocked').length, 7)
})

test('a session ends when its longest life is over, even in the middle of work', async () => {
  const { login } = await hire('shortlived')
  await policy({ lifeHours: 8 })
  const browser = await enter(login)
  for (let n = 0; n < 7; n += 1) {
    t.clock.advance(3600_000)
    await touch(browser)
  }
  assert.equal(await isIn(browser), 'done')
  t.clock.advance(3600_000)
  assert.equal(await isIn(browser), 'notSignedIn')
})

test('signing in counts as a confirmation for five minutes; then the password opens it again', async () => {
  const { login } = await hire('confirms')
  const browser = await enter(login)
  assert.equal((await browser.call('team.startTotp')).code, 'done')
  t.clock.advance(5 * 60_000)
  const refused = await browser.call('team.startTotp')
  assert.deepEqual([refused.status, refused.code], [403, 'stepUpRequired'])
  assert.equal((await browser.call('team.stepUp', { password: 'wrong' })).code, 'wrongPassword')
  assert.equal((await browser.call('team.stepUp', { password: PASSWORD })).code, 'done')
  assert.equal((await browser.call('team.startTotp')).code, 'done')
})

test('where a second factor is required, nothing works before it is set up, and then everything', async () => {
  const { login } = await hire('enrols')
  await policy({ role: 'inSaleService', needsFactor: true })
  const browser = await enter(login)
  assert.equal(await isIn(browser), 'factorRequired')
  assert.equal((await browser.call<{ state: string }>('team.readSession')).body.state, 'mustEnrol')
  const { secret } = (await browser.call<{ secret: string }>('team.startTotp')).body
  const { Secret, TOTP } = await import('otpauth')
  const code = TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: t.clock.now.getTime() })
  assert.equal((await browser.call('team.confirmTotp', { code })).code, 'done')
  assert.equal(await isIn(browser), 'done')
  assert.equal((await browser.call('team.removeTotp')).code, 'lastFactor', 'the last required one stays')
})

test('who works already is not interrupted by a new requirement, but meets it at the next sign-in', async () => {
  const { login } = await hire('atWork')
  const browser = await enter(login)
  await policy({ needsFactor: true })
  assert.equal(await isIn(browser), 'done')
  assert.equal(await isIn(await enter(login)), 'factorRequired')
})

test('after an administrator’s reset nothing works before the person has chosen a password of their own', async () => {
  const { login, accountId } = await hire('resetter')
  const given = 'given by somebody'
  await t.call('owner', resetPassword, { accountId, newPassword: given })
  const browser = aBrowser(web)
  assert.equal((await browser.call('team.signIn', { login, password: given })).code, 'done')
  assert.equal(await isIn(browser), 'passwordExpired')
  const change = async (newPassword: string, currentPassword = given) =>
    (await browser.call('team.changeOwnPassword', { currentPassword, newPassword })).code
  assert.equal(await change(given), 'passwordSame')
  assert.equal(await change('short'), 'passwordWeak')
  assert.equal(await change('password123'), 'passwordCommon')
  assert.equal(await change('resetter-123'), 'passwordCommon')
  assert.equal(await change('my very own secret', 'wrong'), 'wrongPassword')
  assert.equal(await change('my very own secret'), 'done')
  assert.equal(await isIn(browser), 'done')
})

test('two administrators who change one policy at the same time do not overwrite each other', async () => {
  const outcomes = await Promise.allSettled([policy({ idleMinutes: 3 }), policy({ idleMinutes: 9 })])
  assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
})
