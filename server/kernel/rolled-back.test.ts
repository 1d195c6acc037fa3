import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql, type Tx } from '#kernel/db.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const rename = (tx: Tx, name: string) =>
  tx.write(sql`update accounts set name = ${name} where merchant_id = ${t.merchantId} and account_id = ${t.ownerId}`)
const nameIn = async (tx: Tx) =>
  (
    await tx.maybe<{ name: string }>(
      sql`select name from accounts where merchant_id = ${t.merchantId} and account_id = ${t.ownerId}`,
    )
  )?.name

test('what is tried inside a transaction is seen, undone, and leaves what was written before and after', async () => {
  await t.write(async (tx) => {
    await rename(tx, '之前')
    const seen = await tx.rolledBack(async () => {
      await rename(tx, '试一试')
      return nameIn(tx)
    })
    assert.deepEqual([seen, await nameIn(tx)], ['试一试', '之前'])
  })
  assert.equal(await t.write(nameIn), '之前')
})

test('a trial that fails, also in the database, leaves the transaction usable', async () => {
  await t.write(async (tx) => {
    await assert.rejects(
      tx.rolledBack(async () => {
        await rename(tx, '半途')
        await tx.write(sql`insert into accounts (merchant_id) values (${t.merchantId})`)
      }),
      /null value/,
    )
    assert.equal(await nameIn(tx), '之前')
    await rename(tx, '之后')
  })
  assert.equal(await t.write(nameIn), '之后')
})
