import assert from 'node:assert/strict'
import { after, before, beforeEach, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import type { Permission } from '#contract/permissions.ts'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { RunAgainAt } from '#kernel/jobs.ts'
import { installApp } from '#modules/apps/operations/install-app.ts'
import { listApps } from '#modules/apps/operations/list-apps.ts'
import { suspendApp } from '#modules/apps/operations/suspend-app.ts'
import { aReceiver, type Received, type Receiver } from '#modules/apps/testing/receiver.ts'
import { addSku } from '#modules/catalog/operations/add-sku.ts'
import { jobContext } from '#modules/intake/testing/job-context.ts'
import { renameShop } from '#modules/shops/operations/rename-shop.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { addWebhook } from './operations/add-webhook.ts'
import { changeWebhook } from './operations/change-webhook.ts'
import { listDeliveries } from './operations/list-deliveries.ts'
import { pingWebhook } from './operations/ping-webhook.ts'
import { replayDeliveries } from './operations/replay-deliveries.ts'
import { rotateWebhookSecret } from './operations/rotate-webhook-secret.ts'
import { MOST_TRIES } from './retry-rules.ts'
import { deliverWebhookJob } from './webhook-jobs.ts'

let t: TestTeam
let receiver: Receiver
before(async () => {
  t = await aTeam({ environment: { WEBHOOKS_TO_LOOPBACK: 'yes' } })
  receiver = await aReceiver()
})
after(async () => {
  await receiver.stop()
  await t.drop()
})
beforeEach(() => {
  receiver.got.length = 0
  receiver.answers = []
})

let number = 0
const changeGoods = () => {
  number += 1
  return t.call('owner', addSku, { code: `W${number}`, title: '商品', variant: '', minPriceFen: null, weightGrams: null })
}
async function hooked(functions: Permission[], eventKinds: Parameters<typeof addHook>[1], shopIds: string[] | null = null) {
  const app = { name: '对接应用', publisher: '某公司', clientType: 'public' as const, redirectUris: ['https://app.example/back'] }
  const { appId } = await t.call('owner', installApp, { ...app, functions, shopIds, endsAt: null })
  return { appId, ...(await addHook(appId, eventKinds)) }
}
const addHook = (appId: string, eventKinds: ('catalog.skusChanged' | 'shops.shopsChanged' | 'orders.parcelsChanged')[]) =>
  t.call('owner', addWebhook, { appId, url: receiver.url, eventKinds })
const verified = ({ body, headers }: Received, secret: string) =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as {
    type: string
    data: { ids: string[]; shopIds: string[] }
  }
const deliveriesOf = async (webhookId: string) => (await t.call('owner', listDeliveries, { webhookId })).rows
const failing = (code: string) => (error: unknown) => error instanceof Failure && error.definition.code === code
const quiet = (webhookId: string) =>
  t.write((tx) =>
    tx.write(sql`update app_webhooks set state = 'removed' where merchant_id = ${tx.merchantId} and webhook_id = ${webhookId}`),
  )
/** One try under the test's hand; answers when the next one is due, null when there is none. */
async function tryNow(deliveryId: string): Promise<number | null> {
  try {
    await deliverWebhookJob.run({ deliveryId }, jobContext(t))
    return null
  } catch (error) {
    if (error instanceof RunAgainAt) return Math.round((error.at.getTime() - t.clock.now.getTime()) / 1000)
    throw error
  }
}

test('a fact reaches the app signed by Standard Webhooks, which their own library confirms; a changed letter does not pass', async () => {
  const { webhookId, secret } = await hooked(['catalog.view'], ['catalog.skusChanged'])
  const { skuId } = await changeGoods()
  await t.runJobs()
  const [message] = receiver.got
  assert.ok(message && receiver.got.length === 1)
  const said = verified(message, secret)
  assert.deepEqual([said.type, said.data.ids], ['catalog.skusChanged', [skuId]])
  assert.throws(() => verified({ ...message, body: message.body.replace('skus', 'skuz') }, secret))
  assert.throws(() => verified(message, `whsec_${Buffer.alloc(32).toString('base64')}`))
  const [delivery] = await deliveriesOf(webhookId)
  assert.deepEqual([delivery?.state, delivery?.attempts, delivery?.lastStatus], ['delivered', 1, 200])
  assert.equal(message.headers['webhook-id'], delivery?.deliveryId)
  await quiet(webhookId)
})

test('while a secret is replaced both sign; when the day is over only the new one does', async () => {
  const { webhookId, secret } = await hooked(['catalog.view'], ['catalog.skusChanged'])
  const fresh = await t.call('owner', rotateWebhookSecret, { webhookId })
  await changeGoods()
  await t.runJobs()
  const message = receiver.got[0] ?? assert.fail('nothing came')
  assert.ok(verified(message, secret) && verified(message, fresh.secret))
  await t.write((tx) =>
    tx.write(
      sql`update app_webhooks set old_secret_ends_at = ${new Date(0)} where merchant_id = ${tx.merchantId} and webhook_id = ${webhookId}`,
    ),
  )
  await changeGoods()
  await t.runJobs()
  const later = receiver.got[1] ?? assert.fail('nothing came')
  assert.ok(verified(later, fresh.secret))
  assert.throws(() => verified(later, secret))
  await quiet(webhookId)
})

test('an app hears only what its functions and shops let it know, decided when it is told', async () => {
  const [mine, foreign] = [await t.shop(), await t.shop()]
  const limited = await hooked(['shops.view'], ['shops.shopsChanged', 'catalog.skusChanged'], [mine])
  await t.call('owner', renameShop, { shopId: foreign, version: 1, name: `外${number}` })
  await t.call('owner', renameShop, { shopId: mine, version: 1, name: `内${number}` })
  await changeGoods()
  await t.runJobs()
  const said = receiver.got.map((message) => verified(message, limited.secret))
  assert.deepEqual(
    said.map(({ type, data }) => [type, data.shopIds]),
    [['shops.shopsChanged', [mine]]],
  )
  const states = (await deliveriesOf(limited.webhookId)).map(({ kind, state }) => `${kind} ${state}`).toSorted()
  assert.deepEqual(states, ['catalog.skusChanged withheld', 'shops.shopsChanged delivered', 'shops.shopsChanged withheld'])
  await quiet(limited.webhookId)
})

test('a fact that is rolled back is told to nobody, one that is committed leaves its intent whatever happens next', async () => {
  const { webhookId } = await hooked(['catalog.view'], ['catalog.skusChanged'])
  await assert.rejects(t.call('owner', addSku, { code: 'W1', title: '重复', variant: '', minPriceFen: null, weightGrams: null }))
  assert.equal((await deliveriesOf(webhookId)).length, 0)
  await changeGoods()
  assert.equal((await deliveriesOf(webhookId))[0]?.state, 'waiting')
  await t.runJobs()
  await quiet(webhookId)
})

test('a receiver that is down is tried again on the schedule of the standard, then given up with a notice; a replay still brings it', async () => {
  const { webhookId, secret, appId } = await hooked(['catalog.view'], ['catalog.skusChanged'])
  const { deliveryId } = await t.call('owner', pingWebhook, { webhookId })
  const waits: (number | null)[] = []
  for (let n = 0; n < MOST_TRIES; n += 1) {
    receiver.answers = [n % 2 === 0 ? { status: 500 } : null]
    waits.push(await tryNow(deliveryId))
  }
  assert.deepEqual(waits, [5, 300, 1800, 7200, 18_000, 36_000, 50_400, 72_000, 86_400, null])
  const [dead] = await deliveriesOf(webhookId)
  assert.deepEqual([dead?.state, dead?.attempts], ['dead', MOST_TRIES])
  const { notices } = await t.call('owner', listApps, {})
  assert.ok(notices.some((notice) => notice.appId === appId && notice.kind === 'deliveryDead'))
  assert.equal(await tryNow(deliveryId), null)
  receiver.answers = [{ status: 204 }]
  receiver.got.length = 0
  const replay = { webhookId, deliveryIds: [deliveryId], from: null, to: null, onlyDead: false }
  assert.equal((await t.call('owner', replayDeliveries, replay)).count, 1)
  await t.runJobs()
  assert.equal(receiver.got[0]?.headers['webhook-id'], deliveryId)
  assert.ok(verified(receiver.got[0] as Received, secret))
  assert.equal((await deliveriesOf(webhookId))[0]?.state, 'delivered')
  await quiet(webhookId)
})

test('a busy receiver names the wait; one that is gone for good is not bothered again', async () => {
  const { webhookId, appId } = await hooked(['catalog.view'], ['catalog.skusChanged'])
  const { deliveryId } = await t.call('owner', pingWebhook, { webhookId })
  receiver.answers = [{ status: 503, headers: { 'retry-after': '120' } }]
  assert.equal(await tryNow(deliveryId), 120)
  receiver.answers = [{ status: 410 }]
  assert.equal(await tryNow(deliveryId), null)
  await assert.rejects(t.call('owner', pingWebhook, { webhookId }), failing('webhookPaused'))
  const { notices } = await t.call('owner', listApps, {})
  assert.ok(notices.some((notice) => notice.appId === appId && notice.kind === 'webhookGone'))
})

test('everything of a time range comes again, or only what never arrived; what waits is not doubled', async () => {
  const { webhookId } = await hooked(['catalog.view'], ['catalog.skusChanged'])
  for (let n = 0; n < 3; n += 1) await changeGoods()
  await t.runJobs()
  const ids = receiver.got.map((message) => message.headers['webhook-id'])
  assert.equal(new Set(ids).size, 3)
  const range = {
    webhookId,
    deliveryIds: null,
    from: new Date(Date.now() - 3600_000).toISOString(),
    to: new Date(Date.now() + 3600_000).toISOString(),
  }
  assert.equal((await t.call('owner', replayDeliveries, { ...range, onlyDead: true })).count, 0)
  assert.equal((await t.call('owner', replayDeliveries, { ...range, onlyDead: false })).count, 3)
  assert.equal((await t.call('owner', replayDeliveries, { ...range, onlyDead: false })).count, 0)
  await t.runJobs()
  assert.deepEqual(
    receiver.got
      .slice(3)
      .map((message) => message.headers['webhook-id'])
      .toSorted(),
    ids.toSorted(),
  )
  await quiet(webhookId)
})

test('a paused webhook, and one of a suspended app, is silent', async () => {
  const { webhookId, appId } = await hooked(['catalog.view'], ['catalog.skusChanged'])
  const change = { webhookId, version: 1, url: receiver.url, eventKinds: ['catalog.skusChanged' as const], isPaused: true }
  await t.call('owner', changeWebhook, change)
  await changeGoods()
  await t.call('owner', changeWebhook, { ...change, version: 2, isPaused: false })
  await changeGoods()
  await t.call('owner', suspendApp, { appId })
  await t.runJobs()
  assert.equal(receiver.got.length, 0)
  assert.deepEqual(
    (await deliveriesOf(webhookId)).map(({ state }) => state),
    ['withheld'],
  )
})

test('outside of a demo a webhook cannot point at this machine or a plain address', async () => {
  const strict = await aTeam()
  const app = {
    name: 'x',
    publisher: 'y',
    clientType: 'public' as const,
    redirectUris: ['https://app.example/back'],
    functions: ['catalog.view' as const],
  }
  const { appId } = await strict.call('owner', installApp, { ...app, shopIds: null, endsAt: null })
  const hook = { appId, eventKinds: ['catalog.skusChanged' as const] }
  await assert.rejects(strict.call('owner', addWebhook, { ...hook, url: receiver.url }), failing('webhookNotAllowed'))
  const { webhookId } = await strict.call('owner', addWebhook, { ...hook, url: 'https://localhost/hook' })
  await strict.call('owner', pingWebhook, { webhookId })
  await strict.runJobs()
  const { rows } = await strict.call('owner', listDeliveries, { webhookId })
  assert.deepEqual([rows[0]?.state, rows[0]?.lastStatus], ['waiting', null])
  assert.match(rows[0]?.lastError ?? '', /not public/)
  await strict.drop()
})
