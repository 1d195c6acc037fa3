/** Beyond a spent budget: by whoever proves to be himself after it was spent, as far again, and then once more. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { noLimits } from '#kernel/access.ts'
import { aSnapshot, intake, parcelsOf } from '#modules/orders/testing/order-samples.ts'
import { hired } from '#server/testing/hired.ts'
import { aTeam, type TestTeam, wholeGrant } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { aBrowser, type Browser } from '../sign-in/testing/browser.ts'

let t: TestTeam
let web: FastifyInstance
let parcelId: string
before(async () => {
  t = await aTeam({ startAt: new Date('2026-03-10T00:00:00Z'), environment: { RATE_LIMIT_PER_MINUTE: '100000' } })
  web = await aWebServer(t.app)
  await intake(t, await t.shop(), aSnapshot('5001'))
  parcelId = (await parcelsOf(t))[0]?.parcelId ?? ''
})
after(async () => {
  await web.close()
  await t.drop()
})

const password = 'a long enough password'
async function signedIn(subName: string, revealsPerDay: number): Promise<Browser> {
  const grants = [wholeGrant({ role: 'inSaleService', limits: { ...noLimits, revealsPerDay } })]
  const { login } = await hired(t, { subName, name: subName, password, grants })
  const browser = aBrowser(web)
  assert.equal((await browser.call('team.signIn', { login, password })).code, 'done')
  t.clock.advance(1000)
  return browser
}
const reveal = async (browser: Browser) => {
  const { code } = await browser.call('orders.revealReceiver', { parcelId })
  t.clock.advance(1000)
  return code
}
const confirm = async (browser: Browser) => {
  assert.equal((await browser.call('team.stepUp', { password })).code, 'done')
  t.clock.advance(1000)
}
const revealUntilRefused = async (browser: Browser) => {
  for (let n = 0; ; n += 1) {
    const code = await reveal(browser)
    if (code !== 'done') return [n, code]
  }
}

test('signing in or confirming before the budget was spent opens nothing beyond it', async () => {
  const browser = await signedIn('early', 2)
  await confirm(browser)
  assert.deepEqual(await revealUntilRefused(browser), [2, 'budgetSpent'])
  assert.equal(await reveal(browser), 'budgetSpent', 'asking again changes nothing')
})

test('each confirmation made since carries as far as the budget again, up to five times in all', async () => {
  const browser = await signedIn('often', 2)
  assert.deepEqual(await revealUntilRefused(browser), [2, 'budgetSpent'])
  for (let block = 0; block < 3; block += 1) {
    await confirm(browser)
    assert.deepEqual(await revealUntilRefused(browser), [2, 'budgetSpent'], `after confirmation ${block + 1}`)
  }
  await confirm(browser)
  assert.deepEqual(await revealUntilRefused(browser), [2, 'budgetExhausted'])
  await confirm(browser)
  assert.equal(await reveal(browser), 'budgetExhausted')
})

test('a confirmation that was made in time and grew old opens nothing either', async () => {
  const browser = await signedIn('slow', 1)
  assert.deepEqual(await revealUntilRefused(browser), [1, 'budgetSpent'])
  await confirm(browser)
  t.clock.advance(5 * 60_000)
  assert.equal(await reveal(browser), 'budgetSpent')
})

test('many looks at the same moment on one confirmation are as many as it carries', async () => {
  const browser = await signedIn('quick', 3)
  assert.deepEqual(await revealUntilRefused(browser), [3, 'budgetSpent'])
  await confirm(browser)
  const codes = await Promise.all(
    Array.from({ length: 12 }, async () => (await browser.call('orders.revealReceiver', { parcelId })).code),
  )
  assert.deepEqual(
    [codes.filter((code) => code === 'done').length, codes.filter((code) => code === 'budgetSpent').length],
    [3, 9],
  )
})
