import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { createStaff } from '../operations/create-staff.ts'
import { setShopLevel } from '../seats/operations/set-shop-level.ts'
import { inviteStaff } from './operations/invite-staff.ts'
import { type Inviting, inviting, PASSWORD } from './testing/inviting.ts'

let it: Inviting
before(async () => {
  it = await inviting()
  await it.t.call('owner', setShopLevel, { level: 'heart' })
})
after(() => it.drop())

const AT_ONCE = 50
const codeOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => (error instanceof Failure ? error.definition.code : String(error)),
  )
const countOf = (codes: string[]) =>
  Object.fromEntries([...Map.groupBy(codes, (code) => code)].map(([code, all]) => [code, all.length]))

test('one seat is left and fifty people are invited and created at once: one of them gets it', async () => {
  await it.t.call('owner', createStaff, { subName: 'first', name: '第一位', password: PASSWORD, grants: [] })
  const codes = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, place) =>
      codeOf(
        place % 2 === 0
          ? it.t.call('owner', inviteStaff, { kind: 'link', subName: `i${place}`, name: '新人', grants: [] })
          : it.t.call('owner', createStaff, { subName: `c${place}`, name: '新人', password: PASSWORD, grants: [] }),
      ),
    ),
  )
  assert.deepEqual(countOf(codes), { done: 1, noSeat: AT_ONCE - 1 })
  assert.equal(await it.takenSeats(), 2)
  const accounts = await it.t.read((reader) =>
    reader.rows(sql`select 1 from accounts where merchant_id = ${reader.merchantId} and not is_owner`),
  )
  assert.equal(accounts.length, 2)
})

test('fifty acceptances of one link at once make one account that works and one session', async () => {
  await it.t.call('owner', setShopLevel, { level: 'diamond' })
  const invitationId = await it.invite('link')
  const token = await it.tokenOf(invitationId)
  const replies = await Promise.all(
    Array.from({ length: AT_ONCE }, (_, place) =>
      it.visit('team.acceptInvitation', { token, name: `第${place}位`, password: PASSWORD }),
    ),
  )
  assert.deepEqual(countOf(replies.map(({ code }) => code)), { '': 1, invitationSpent: AT_ONCE - 1 })
  const { accountId } = await it.row(invitationId)
  const sessions = await it.t.read((reader) =>
    reader.rows(sql`select 1 from sessions where merchant_id = ${reader.merchantId} and account_id = ${accountId}`),
  )
  assert.equal(sessions.length, 1)
  assert.equal(`第${replies.findIndex(({ status }) => status === 200)}位`, (await it.staffRow(accountId)).name)
})

test('acceptances never fail for want of a seat, and with fewer seats the newest invitation goes first', async () => {
  const first = await it.invite('link')
  it.t.clock.advance(1000)
  const others = [await it.invite('link'), await it.invite('link')]
  const token = await it.tokenOf(first)
  const taken = await it.takenSeats()
  const gone = await it.t.call('owner', setShopLevel, { level: 'heart' })
  assert.equal(gone.seats, 2)
  for (const invitationId of others) {
    const { state, reason } = await it.row(invitationId)
    assert.deepEqual([state, reason], ['voided', 'seatsReduced'])
  }
  assert.ok(taken > (await it.takenSeats()))
  assert.equal((await it.visit('team.readInvitation', { token })).status, (await it.row(first)).isOpen ? 200 : 410)
})
