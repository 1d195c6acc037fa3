/** Passkeys: made, used to come in, as second step, to confirm; and every way in which an answer is not good. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { hired } from '#server/testing/hired.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { freezeStaff } from '../operations/freeze-staff.ts'
import { anAuthenticator } from './testing/authenticator.ts'
import { aBrowser, SITE } from './testing/browser.ts'

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
async function withPasskey(subName: string) {
  const { login, accountId } = await hired(t, {
    subName,
    name: subName,
    password: PASSWORD,
    grants: [{ role: 'orderReviewer', shopIds: null }],
  })
  const browser = aBrowser(web)
  await browser.call('team.signIn', { login, password: PASSWORD })
  const device = anAuthenticator(SITE)
  const options = (await browser.call<{ options: unknown }>('team.startPasskey')).body
  const added = await browser.call<{ recoveryCodes: string[] }>('team.addPasskey', {
    answer: device.create(options),
    name: '我的电脑',
  })
  assert.equal(added.code, 'done')
  return {
    login,
    accountId,
    browser,
    device,
    recoveryCodes: added.body.recoveryCodes,
  }
}
const passkeyOptions = async (browser = aBrowser(web), input: object = {}) =>
  (await browser.call<{ options: unknown }>('team.startPasskeySignIn', input)).body

test('a passkey alone brings its person in, without login or password', async () => {
  const { device, accountId, recoveryCodes } = await withPasskey('alone')
  assert.equal(recoveryCodes.length, 10, 'the first factor comes with recovery codes')
  const browser = aBrowser(web)
  const answer = await browser.call<{ accountId: string }>('team.signInWithPasskey', {
    passkey: device.get(await passkeyOptions()),
  })
  assert.equal(answer.body.accountId, accountId)
  const me = await browser.call<{ accountId: string }>('team.readMe')
  assert.equal(me.body.accountId, accountId)
})

test('an answer works once, also when it is sent many times at once', async () => {
  const { device } = await withPasskey('twice')
  const passkey = device.get(await passkeyOptions())
  const codes = await Promise.all(
    Array.from({ length: 4 }, async () => (await aBrowser(web).call('team.signInWithPasskey', { passkey })).code),
  )
  assert.deepEqual(codes.sort(), ['done', 'passkeyRefused', 'passkeyRefused', 'passkeyRefused'])
})

test('a counter that goes back betrays a copied authenticator', async () => {
  const { device } = await withPasskey('copied')
  device.device.counter = 40
  assert.equal((await aBrowser(web).call('team.signInWithPasskey', { passkey: device.get(await passkeyOptions()) })).code, 'done')
  device.device.counter = 12
  const { code } = await aBrowser(web).call('team.signInWithPasskey', { passkey: device.get(await passkeyOptions()) })
  assert.equal(code, 'passkeyRefused')
})

test('answers from another site, without a finger, late, or to another question are refused', async () => {
  const { device, browser } = await withPasskey('wrongs')
  const tryIt = async (passkey: unknown) => (await aBrowser(web).call('team.signInWithPasskey', { passkey })).code
  device.device.site = 'https://zhanggui.evil.example'
  assert.equal(await tryIt(device.get(await passkeyOptions())), 'passkeyRefused')
  device.device.site = SITE
  device.device.isVerifying = false
  assert.equal(await tryIt(device.get(await passkeyOptions())), 'passkeyRefused')
  device.device.isVerifying = true
  const late = device.get(await passkeyOptions())
  const forStepUp = device.get((await browser.call<{ options: unknown }>('team.startPasskeyCheck', { purpose: 'stepUp' })).body)
  assert.equal(await tryIt(forStepUp), 'passkeyRefused')
  t.clock.advance(301_000)
  assert.equal(await tryIt(late), 'passkeyRefused')
  assert.equal(await tryIt(device.get(await passkeyOptions())), 'done')
})

test('a frozen person’s passkey opens nothing, and the answer is the same as for a foreign one', async () => {
  const { device, accountId } = await withPasskey('iced')
  await t.call('owner', freezeStaff, { accountIds: [accountId] })
  const frozen = await aBrowser(web).call('team.signInWithPasskey', { passkey: device.get(await passkeyOptions()) })
  const stranger = anAuthenticator(SITE)
  stranger.create({ options: { challenge: 'AAAA', rp: { id: 'localhost' }, user: { id: 'AAAA' } } })
  const foreign = await aBrowser(web).call('team.signInWithPasskey', { passkey: stranger.get(await passkeyOptions()) })
  assert.deepEqual([frozen.status, frozen.code], [foreign.status, foreign.code])
})

test('after the password a passkey of that very person is the second step', async () => {
  const mine = await withPasskey('second')
  const other = await withPasskey('other')
  const browser = aBrowser(web)
  const { challenge, ways } = (
    await browser.call<{ challenge: string; ways: string[] }>('team.signIn', { login: mine.login, password: PASSWORD })
  ).body
  assert.deepEqual(ways, ['passkey', 'recovery'])
  const asked = await passkeyOptions(browser, { challenge })
  const wrong = other.device.get({ options: { ...(asked.options as object), allowCredentials: undefined } })
  assert.equal((await browser.call('team.finishSignIn', { challenge, passkey: wrong })).code, 'wrongFactor')
  const right = mine.device.get(await passkeyOptions(browser, { challenge }))
  assert.equal((await browser.call('team.finishSignIn', { challenge, passkey: right })).code, 'done')
})

test('somebody else’s session cannot add the passkey it was not asked for', async () => {
  const { browser } = await withPasskey('victim')
  const attacker = await withPasskey('attacker')
  const options = (await attacker.browser.call<{ options: unknown }>('team.startPasskey')).body
  const answer = anAuthenticator(SITE).create(options)
  assert.equal((await browser.call('team.addPasskey', { answer, name: 'x' })).code, 'passkeyRefused')
})

test('where the address is no name, passkeys are said to be impossible', async () => {
  const { browser } = await withPasskey('byNumber')
  const { code, params } = await browser.call(
    'team.startPasskey',
    {},
    { host: '127.0.0.1:3000', origin: 'http://127.0.0.1:3000' },
  )
  assert.equal(code, 'passkeyUnavailable')
  assert.equal(params.site, 'http://127.0.0.1:3000')
})

test('removing the last factor takes its recovery codes with it', async () => {
  const { browser } = await withPasskey('removal')
  const { passkeys } = (await browser.call<{ passkeys: { passkeyId: string }[] }>('team.readOwnFactors')).body
  assert.equal((await browser.call('team.removePasskey', { passkeyId: passkeys[0]?.passkeyId })).code, 'done')
  const after = (await browser.call<{ recoveryCodesLeft: number }>('team.readOwnFactors')).body
  assert.equal(after.recoveryCodesLeft, 0)
})
