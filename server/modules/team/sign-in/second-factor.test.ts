/** Code apps and recovery codes: enrolment, the second step of signing in, and that no code is good twice. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { Secret, TOTP } from 'otpauth'
import { sql } from '#kernel/db.ts'
import { hired } from '#server/testing/hired.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { resetFactors } from './operations/reset-factors.ts'
import { resetPassword } from './operations/reset-password.ts'
import { aBrowser, type Browser } from './testing/browser.ts'

let t: TestTeam
let web: FastifyInstance
before(async () => {
  t = await aTeam()
  web = await aWebServer(t.app)
})
after(async () => {
  await web.close()
  await t.drop()
})

const PASSWORD = 'a long enough password'
const STEP_MS = 30_000
const hire = (subName: string) =>
  hired(t, { subName, name: subName, password: PASSWORD, grants: [{ role: 'orderReviewer', shopIds: null }] })
const codeNow = (secret: string, steps = 0) =>
  TOTP.generate({ secret: Secret.fromBase32(secret), timestamp: t.clock.now.getTime() + steps * STEP_MS })

type Person = { login: string; accountId: string; secret: string; recoveryCodes: string[]; browser: Browser }
async function withCodeApp(subName: string): Promise<Person> {
  const { login, accountId } = await hire(subName)
  const browser = aBrowser(web)
  assert.equal((await browser.call('team.signIn', { login, password: PASSWORD })).code, 'done')
  const { secret } = (await browser.call<{ secret: string }>('team.startTotp')).body
  const confirmed = await browser.call<{ recoveryCodes: string[] }>('team.confirmTotp', { code: codeNow(secret) })
  assert.equal(confirmed.code, 'done')
  const { recoveryCodes } = confirmed.body
  // The code of this moment is used up by the enrolment.
  t.clock.advance(STEP_MS)
  return { login, accountId, secret, recoveryCodes, browser }
}
async function toSecondStep({ login }: Person, browser = aBrowser(web)) {
  const { code, body } = await browser.call<{ challenge: string; ways: string[] }>('team.signIn', { login, password: PASSWORD })
  assert.equal(code, 'done')
  const { challenge, ways } = body
  return { browser, challenge, ways }
}

test('the secret of a code app is sealed in the database and counts once its first code was entered', async () => {
  const person = await hire('sealed')
  const browser = aBrowser(web)
  await browser.call('team.signIn', { login: person.login, password: PASSWORD })
  const started = (await browser.call<{ secret: string; uri: string }>('team.startTotp')).body
  assert.match(started.uri, /^otpauth:\/\/totp\/.*secret=/)
  const row = await t.read((reader) =>
    reader.maybe<{ next_sealed: Buffer; sealed: Buffer | null }>(
      sql`select next_sealed, sealed from totp_factors where merchant_id = ${t.merchantId} and account_id = ${person.accountId}`,
    ),
  )
  assert.ok(row && !row.next_sealed.toString('latin1').includes(started.secret) && row.sealed === null)
  assert.equal((await browser.call('team.confirmTotp', { code: '000000' })).code, 'wrongFactor')
  const again = await aBrowser(web).call<{ challenge: null }>('team.signIn', { login: person.login, password: PASSWORD })
  assert.equal(again.body.challenge, null, 'not in force yet')
})

test('with a code app the password alone opens nothing: the code is asked for, then one is in', async () => {
  const person = await withCodeApp('twosteps')
  const { browser, challenge, ways } = await toSecondStep(person)
  assert.deepEqual(ways, ['totp', 'recovery'])
  assert.equal((await browser.call('team.readMe')).code, 'notSignedIn')
  assert.equal((await browser.call('team.finishSignIn', { challenge, code: '000000' })).code, 'wrongFactor')
  assert.equal((await browser.call('team.finishSignIn', { challenge, code: codeNow(person.secret) })).code, 'done')
  assert.equal((await browser.call('team.readMe')).code, 'done')
  assert.equal(
    (await browser.call('team.finishSignIn', { challenge, code: codeNow(person.secret, 1) })).code,
    'challengeOver',
    'a challenge works once',
  )
})

test('the code before and the one after are taken, those further off are not', async () => {
  const person = await withCodeApp('window')
  const tryWith = async (steps: number) => {
    const { browser, challenge } = await toSecondStep(person)
    const { code } = await browser.call('team.finishSignIn', { challenge, code: codeNow(person.secret, steps) })
    return code
  }
  t.clock.advance(10 * STEP_MS)
  assert.equal(await tryWith(-2), 'wrongFactor')
  assert.equal(await tryWith(2), 'wrongFactor')
  assert.equal(await tryWith(-1), 'done')
  assert.equal(await tryWith(1), 'done')
})

test('a code that was used is used up, also the older ones after a newer one', async () => {
  const person = await withCodeApp('replay')
  const use = async (code: string) => {
    const { browser, challenge } = await toSecondStep(person)
    return (await browser.call('team.finishSignIn', { challenge, code })).code
  }
  const [older, newer] = [codeNow(person.secret), codeNow(person.secret, 1)]
  assert.equal(await use(newer), 'done')
  assert.equal(await use(newer), 'wrongFactor')
  assert.equal(await use(older), 'wrongFactor')
})

test('of many who enter one code at the same time one is let in', async () => {
  const person = await withCodeApp('codeRace')
  const steps = await Promise.all(Array.from({ length: 5 }, () => toSecondStep(person)))
  const code = codeNow(person.secret)
  const codes = await Promise.all(
    steps.map(async ({ browser, challenge }) => (await browser.call('team.finishSignIn', { challenge, code })).code),
  )
  assert.deepEqual(codes.sort(), ['done', ...Array.from({ length: 4 }, () => 'wrongFactor')])
})

test('ten recovery codes, each good once, also when two use it at once', async () => {
  const person = await withCodeApp('recovery')
  assert.equal(person.recoveryCodes.length, 10)
  const [code = ''] = person.recoveryCodes
  const steps = await Promise.all([toSecondStep(person), toSecondStep(person)])
  const codes = await Promise.all(
    steps.map(async ({ browser, challenge }) => (await browser.call('team.finishSignIn', { challenge, code })).code),
  )
  assert.deepEqual(codes.sort(), ['done', 'wrongFactor'])
  const { browser, challenge } = await toSecondStep(person)
  const typed = ` ${person.recoveryCodes[1]?.toUpperCase().replace('-', ' ')} `
  assert.equal((await browser.call('team.finishSignIn', { challenge, code: typed })).code, 'done', 'however it is typed')
  const left = (await browser.call<{ recoveryCodesLeft: number }>('team.readOwnFactors')).body
  assert.equal(left.recoveryCodesLeft, 8)
})

test('new recovery codes void all earlier ones, and the database holds none of them', async () => {
  const person = await withCodeApp('regenerate')
  const made = (await person.browser.call<{ recoveryCodes: string[] }>('team.makeRecoveryCodes')).body
  const tryCode = async (code: string | undefined) => {
    const { browser, challenge } = await toSecondStep(person)
    return (await browser.call('team.finishSignIn', { challenge, code })).code
  }
  assert.equal(await tryCode(person.recoveryCodes[3]), 'wrongFactor')
  assert.equal(await tryCode(made.recoveryCodes[3]), 'done')
  const rows = await t.read((reader) =>
    reader.rows<{ code_hash: string }>(
      sql`select code_hash from recovery_codes where merchant_id = ${t.merchantId} and account_id = ${person.accountId}`,
    ),
  )
  assert.ok(rows.every(({ code_hash: hash }) => !made.recoveryCodes.some((code) => hash.includes(code.replace('-', '')))))
})

test('an answer with a secret in it is not kept for a retry', async () => {
  const person = await withCodeApp('unkept')
  await person.browser.call('team.makeRecoveryCodes', {}, { 'idempotency-key': 'once' })
  const kept = await t.read((reader) =>
    reader.rows(sql`select 1 from idempotency_keys where merchant_id = ${t.merchantId} and account_id = ${person.accountId}`),
  )
  assert.deepEqual(kept, [])
})

test('a challenge is over after ten minutes and with a new password', async () => {
  const person = await withCodeApp('overdue')
  const late = await toSecondStep(person)
  const { browser, challenge } = await toSecondStep(person)
  await t.call('owner', resetPassword, { accountId: person.accountId, newPassword: 'quite another password' })
  assert.equal((await browser.call('team.finishSignIn', { challenge, code: codeNow(person.secret) })).code, 'challengeOver')
  t.clock.advance(10 * 60_000)
  assert.equal(
    (await late.browser.call('team.finishSignIn', { challenge: late.challenge, code: codeNow(person.secret) })).code,
    'challengeOver',
  )
})

test('wrong codes are counted, tell the person, and stand in the log', async () => {
  const person = await withCodeApp('guesser')
  const { browser, challenge } = await toSecondStep(person)
  const answers: string[] = []
  for (let n = 0; n < 6; n += 1)
    answers.push((await aBrowser(web, { ip: '198.51.100.9' }).call('team.finishSignIn', { challenge, code: '000000' })).code)
  assert.deepEqual(answers, [...Array.from({ length: 5 }, () => 'wrongFactor'), 'signInBlocked'])
  assert.equal((await browser.call('team.finishSignIn', { challenge, code: codeNow(person.secret) })).code, 'done', 'elsewhere')
  const notices = (await browser.call<{ rows: { kind: string }[] }>('team.listNotices')).body
  assert.equal(notices.rows.filter(({ kind }) => kind === 'factorGuessed').length, 1, 'one for all')
})

test('who lost the telephone gets new factors from an administrator and is out everywhere meanwhile', async () => {
  const person = await withCodeApp('lost')
  await t.call('owner', resetFactors, { accountId: person.accountId })
  assert.equal((await person.browser.call('team.readMe')).code, 'notSignedIn')
  const back = await person.browser.call<{ challenge: null }>('team.signIn', { login: person.login, password: PASSWORD })
  assert.equal(back.body.challenge, null)
  assert.equal((await person.browser.call<{ recoveryCodesLeft: number }>('team.readOwnFactors')).body.recoveryCodesLeft, 0)
})
