/** The process dies while reviews are read and replied to: none is missing or doubled, and each gets its one reply. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { storeJobs } from '#kernel/jobs.ts'
import { createVault, readMasterKey } from '#kernel/vault.ts'
import { brokenInvariants } from '#server/testing/invariants.ts'
import { type Act, type Killable, killable } from '#server/testing/killable.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { reviewsModule } from './reviews-module.ts'

let w: Warehouse
let k: Killable
before(async () => {
  w = await aWarehouse({ automaticReview: false, vaultOf: (t) => createVault(readMasterKey(t.home)) })
  k = killable(w)
})
after(async () => {
  await k.stop()
  await w.drop()
})

const died = new Set<string>()
async function dieAt(place: string, act?: Act): Promise<void> {
  await k.dieAt(place, act)
  died.add(place)
}
/** Every place where the process can die, read from the sources. */
function allFailpoints(): string[] {
  const sources = globSync('*.ts', { cwd: import.meta.dirname }).filter((file) => !file.endsWith('.test.ts'))
  const named = sources.flatMap((file) => [
    ...readFileSync(path.join(import.meta.dirname, file), 'utf8').matchAll(/failpoint\('([\w.]+)'\)/g),
  ])
  return [
    ...named.map(([, name = '']) => name),
    ...reviewsModule.operations
      .filter(({ kind }) => kind === 'command')
      .flatMap(({ name }) => [`${name}.beforeCommit`, `${name}.afterCommit`]),
    ...(reviewsModule.jobs ?? []).map(({ kind }) => `job.${kind}.beforeFinish`),
  ]
}

type Stored = { reviewId: string; oid: string }
const stored = (): Promise<Stored[]> =>
  w.rows<Stored>(sql`
    select review_id as "reviewId", platform_review_id as oid from reviews where merchant_id = ${w.t.merchantId} order by review_id`)
const both = (name: string, side: 'Call' | 'Commit') => [`reviews.${name}.before${side}`, `reviews.${name}.after${side}`]
const readNow = (): Act => ({ operation: 'reviews.readShopReviews', input: { shopId: w.shopId } })

test('reviews survive kill -9 at every failpoint of their reading', async () => {
  const orders = w.sandbox.control.createOrders(20, { lineCount: 1 })
  const oids = orders.flatMap(({ tid }) => w.sandbox.control.createReview(tid, { stars: 4, text: tid })).map(({ oid }) => oid)
  const places = [
    ...both('readShopReviews', 'Commit'),
    'reviews.readPage.afterCall',
    ...both('storeReviewPage', 'Commit'),
    ...both('endReading', 'Commit'),
    'job.reviews.readShop.beforeFinish',
  ]
  for (const place of places) await dieAt(place, readNow())
  await k.live(readNow())
  assert.deepEqual((await stored()).map(({ oid }) => oid).sort(), oids.sort())
})

test('replies survive kill -9 at every failpoint of their way: each review has its one reply', async () => {
  const left = await stored()
  const wanted = new Map<string, string>()
  const next = (): Act => {
    const review = left.pop() ?? assert.fail('no review is left')
    wanted.set(review.oid, `回复 ${review.oid}`)
    return { operation: 'reviews.replyToReview', input: { reviewId: review.reviewId, text: `回复 ${review.oid}` } }
  }
  const places = [
    ...both('replyToReview', 'Commit'),
    ...both('takeDueReplies', 'Commit'),
    ...both('sendReply', 'Call'),
    ...both('recordReplies', 'Commit'),
    'job.reviews.sendReplies.beforeFinish',
  ]
  for (const place of places) await dieAt(place, next())
  for (const place of both('findReply', 'Call')) {
    await dieAt('reviews.sendReply.afterCall', next())
    await dieAt(place)
  }
  await k.live()
  const replies = new Map(w.sandbox.control.reviews().map(({ oid, reply }) => [oid, reply]))
  for (const [oid, reply] of wanted) assert.equal(replies.get(oid), reply)
  const states = await w.rows<{ n: number }>(sql`
    select count(*)::int as n from reviews where merchant_id = ${w.t.merchantId} and reply_state = 'answered' and replied_by is not null`)
  assert.equal(states[0]?.n, wanted.size)
  assert.deepEqual(await brokenInvariants(w.t.address, w.t.merchantId), [])
})

test('killed while readings are started, while a trouble is noted, or while phrases are kept: all of it is there in the end', async () => {
  for (const place of [...both('startReadings', 'Commit'), 'job.reviews.startReadings.beforeFinish']) {
    const job = { kind: 'reviews.startReadings', payload: {}, key: place, group: place }
    await w.t.write((tx) => storeJobs(tx, [job], new Date()))
    await dieAt(place)
  }
  await k.live()
  w.sandbox.control.setFault({ kind: 'outage', httpStatus: 503, target: 'taobao.traderates.get' })
  for (const place of both('noteReading', 'Commit')) await dieAt(place, readNow())
  await k.live()
  w.sandbox.control.clearFaults()
  await k.live(readNow())
  const [reading] = await w.rows<{ problem: string }>(
    sql`select problem from review_readings where merchant_id = ${w.t.merchantId}`,
  )
  assert.equal(reading?.problem, '')
  for (const place of both('savePhrase', 'Commit'))
    await dieAt(place, { operation: 'reviews.savePhrase', input: { text: place } })
  const phrases = await w.rows<{ phraseId: string }>(sql`
    select phrase_id as "phraseId" from reply_phrases where merchant_id = ${w.t.merchantId} order by phrase_id`)
  assert.equal(phrases.length, 2)
  for (const [index, place] of both('deletePhrase', 'Commit').entries())
    await dieAt(place, { operation: 'reviews.deletePhrase', input: { phraseId: phrases[index]?.phraseId } })
  assert.deepEqual(await w.rows(sql`select 1 from reply_phrases where merchant_id = ${w.t.merchantId}`), [])
  assert.deepEqual(
    allFailpoints().filter((place) => !died.has(place)),
    [],
    'every failpoint was died at',
  )
})
