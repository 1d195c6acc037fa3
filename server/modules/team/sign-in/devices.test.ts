/** Browsers one is known on: listed, forgotten, and alarming again afterwards. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { DeviceRow } from '#contract/sign-in.ts'
import { hired } from '#server/testing/hired.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
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
const CHROME = 'Mozilla/5.0 (Windows NT 10.0) Chrome/140 Safari/537'
const IPHONE = 'Mozilla/5.0 (iPhone) Safari/605'
const hire = (subName: string) => hired(t, { subName, name: subName, password: PASSWORD, grants: [] })
async function enter(login: string, browser: Browser): Promise<Browser> {
  assert.equal((await browser.call('team.signIn', { login, password: PASSWORD })).code, 'done')
  return browser
}
const devicesOf = async (browser: Browser) => (await browser.call<{ rows: DeviceRow[] }>('team.listOwnDevices')).body.rows
const alarms = async (browser: Browser) =>
  (await browser.call<{ rows: { kind: string }[] }>('team.listNotices')).body.rows.filter(
    ({ kind }) => kind === 'signInNewDevice',
  ).length

test('a browser one has signed in from stays known after signing out, and says which it is', async () => {
  const { login } = await hire('known')
  const desk = await enter(login, aBrowser(web, { userAgent: CHROME }))
  const phone = await enter(login, aBrowser(web, { userAgent: IPHONE }))
  await phone.call('team.signOut')
  t.clock.advance(1000)
  await enter(login, desk)
  const rows = await devicesOf(desk)
  assert.deepEqual(
    rows.map(({ device, isCurrent }) => [device, isCurrent]),
    [
      ['Chrome · Windows', true],
      ['Safari · iPhone', false],
    ],
  )
})

test('a forgotten device is signed out at once, and its next sign-in is told again', async () => {
  const { login } = await hire('forgetful')
  const desk = await enter(login, aBrowser(web, { userAgent: CHROME }))
  const phone = await enter(login, aBrowser(web, { userAgent: IPHONE }))
  await enter(login, phone)
  assert.equal(await alarms(desk), 1, 'the phone was new once')
  const deviceId = (await devicesOf(desk)).find(({ device }) => device === 'Safari · iPhone')?.deviceId ?? ''
  const forgotten = await desk.call<{ ended: number }>('team.forgetOwnDevice', { deviceId })
  assert.deepEqual([forgotten.code, forgotten.body.ended], ['done', 2])
  assert.equal((await phone.call('team.readMe')).code, 'notSignedIn')
  assert.deepEqual(
    (await devicesOf(desk)).map(({ device }) => device),
    ['Chrome · Windows'],
  )
  await enter(login, phone)
  assert.equal(await alarms(desk), 2)
  assert.equal((await desk.call('team.forgetOwnDevice', { deviceId })).code, 'notFound', 'it came back under another id')
})

test('forgetting the device one sits at keeps this session; the only one left alarms again too', async () => {
  const { login } = await hire('alone')
  const desk = await enter(login, aBrowser(web, { userAgent: CHROME }))
  const [own] = await devicesOf(desk)
  assert.deepEqual((await desk.call<{ ended: number }>('team.forgetOwnDevice', { deviceId: own?.deviceId })).body, { ended: 0 })
  assert.deepEqual(await devicesOf(desk), [])
  await enter(login, desk)
  assert.equal(await alarms(desk), 1)
})

test('nobody sees or forgets the devices of somebody else', async () => {
  const [mine, theirs] = [await hire('mine'), await hire('theirs')]
  const me = await enter(mine.login, aBrowser(web))
  const they = await enter(theirs.login, aBrowser(web))
  const [device] = await devicesOf(they)
  assert.equal((await me.call('team.forgetOwnDevice', { deviceId: device?.deviceId })).code, 'notFound')
  assert.equal((await devicesOf(they)).length, 1)
  assert.equal((await they.call('team.readMe')).code, 'done')
})
