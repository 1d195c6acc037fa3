/** The process dies between a look, the call and its answer: everybody who paid sees the receiver, and nobody pays for nothing. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { createVault, readMasterKey } from '#kernel/vault.ts'
import { revealReceiver } from '#modules/orders/operations/reveal-receiver.ts'
import { type Killable, killable } from '#server/testing/killable.ts'
import { aWarehouse, type Warehouse } from '#server/testing/warehouse.ts'
import { revealJobs, revealOperations } from './reveal-parts.ts'

let w: Warehouse
let k: Killable
let parcelIds: string[]
before(async () => {
  w = await aWarehouse({ automaticReview: false, vaultOf: (t) => createVault(readMasterKey(t.home)) })
  k = killable(w)
  parcelIds = await w.orders(12)
})
after(async () => {
  await k.stop()
  await w.drop()
})

/** Every place on the way of a look where the process can die, read from the sources. */
function allFailpoints(): string[] {
  const sources = globSync('*.ts', { cwd: import.meta.dirname }).filter((file) => !file.endsWith('.test.ts'))
  const named = sources.flatMap((file) => [
    ...readFileSync(path.join(import.meta.dirname, file), 'utf8').matchAll(/failpoint\('([\w.]+)'\)/g),
  ])
  const commands = [revealReceiver, ...revealOperations].filter(({ kind }) => kind === 'command')
  return [
    ...commands.flatMap(({ name }) => [`${name}.beforeCommit`, `${name}.afterCommit`]),
    ...named.map(([, name = '']) => name),
    ...revealJobs.map(({ kind }) => `job.${kind}.beforeFinish`),
  ]
}

test('looks survive kill -9 at every failpoint of their way: each is told, and paid and logged alike', async () => {
  const places = allFailpoints()
  assert.equal(places.length, 9)
  for (const [index, place] of places.entries())
    await k.dieAt(place, { operation: 'orders.revealReceiver', input: { parcelId: parcelIds[index] } }, places[index + 1])
  await k.live()
  const [counted] = await w.rows<{ looks: number; told: number; kept: number; paid: number; logged: number }>(sql`
    select (select count(*)::int from receiver_looks l where l.merchant_id = ${w.t.merchantId}) as looks,
      (select count(*)::int from receiver_looks l where l.merchant_id = ${w.t.merchantId} and l.state = 'told') as told,
      (select count(*)::int from revealed_receivers r where r.merchant_id = ${w.t.merchantId} and r.state = 'told') as kept,
      (select sum(b.amount)::int from spent_budgets b where b.merchant_id = ${w.t.merchantId} and b.kind = 'reveals') as paid,
      (select count(*)::int from log_entries e where e.merchant_id = ${w.t.merchantId} and e.kind = 'reveal') as logged`)
  assert.ok(counted)
  assert.equal(counted.kept, places.length)
  assert.equal(counted.told, counted.looks)
  assert.equal(counted.paid, counted.logged)
  assert.ok(counted.looks >= places.length)
})
