import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { runPublic } from '#kernel/run-operation.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { endSessions } from '../account-store.ts'
import { createLoginTicket } from '../create-merchant.ts'
import { createStaff } from '../operations/create-staff.ts'
import { freezeStaff } from '../operations/freeze-staff.ts'
import { signIn } from './operations/sign-in.ts'
import { signInWithTicket } from './operations/sign-in-with-ticket.ts'
import { hashPassword } from './password.ts'
import { setOwnPassword } from './password-store.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const password = 'a long enough password'
const visitor = (ip = '192.0.2.1') => ({
  ip,
  userAgent: '',
  site: 'http://localhost',
  device: '',
  requestId: newId(),
  setSession: () => undefined,
  setDevice: () => undefined,
})
const hire = async (subName: string) =>
  (await t.call('owner', createStaff, { subName, name: subName, password, grants: [] })).login
const codeOf = (act: Promise<unknown>) =>
  act.then(
    () => 'done',
    (error: unknown) => (error instanceof Failure ? error.definition.code : String(error)),
  )
const tryIn = (login: string, secret: string, ip?: string) =>
  codeOf(runPublic(t.app.kernel, signIn, { login, password: secret }, visitor(ip)))

test('guessing tells nobody which logins exist: both kinds have to wait after the same number of tries', async () => {
  const known = await hire('guessed')
  for (const login of [known, 'nobody-of-this-name']) {
    const answers: string[] = []
    for (let n = 0; n < 6; n += 1) answers.push(await tryIn(login, 'wrong', '192.0.2.7'))
    assert.deepEqual(answers, [...Array.from({ length: 5 }, () => 'wrongLogin'), 'signInBlocked'], login)
  }
  assert.equal(await tryIn(known, password, '192.0.2.8'), 'done', 'another address is not kept waiting')
  t.clock.advance(61_000)
  assert.equal(await tryIn(known, password, '192.0.2.7'), 'done')
  assert.equal(await tryIn(known, password, '192.0.2.7'), 'done', 'a success forgets the failures')
})

test('a burst of guesses at the same time is no way past the wait', async () => {
  const login = await hire('burst')
  const answers = await Promise.all(Array.from({ length: 20 }, () => tryIn(login, 'wrong')))
  assert.equal(answers.filter((answer) => answer === 'wrongLogin').length, 5)
  assert.equal(answers.filter((answer) => answer === 'signInBlocked').length, 15)
})

test('that an account is frozen is told to nobody, not even to who knows its password', async () => {
  const { accountId, login } = await t.call('owner', createStaff, { subName: 'iced', name: '冰', password, grants: [] })
  await t.call('owner', freezeStaff, { accountIds: [accountId] })
  assert.equal(await tryIn(login, 'wrong'), 'wrongLogin')
  assert.equal(await tryIn(login, password), 'wrongLogin')
})

test('who signs in while his password is being replaced is not in with the old one', async () => {
  const { accountId, login } = await t.call('owner', createStaff, { subName: 'replaced', name: '换', password, grants: [] })
  const replacing = Promise.withResolvers<void>()
  const replaced = t.write(async (tx) => {
    await setOwnPassword(tx, accountId, await hashPassword('another long password'))
    await endSessions(tx, [accountId], t.clock.now)
    await replacing.promise
  })
  const answer = tryIn(login, password)
  // The sign-in has verified the old password and waits for the row, or will see the new one.
  await waitsForLock()
  replacing.resolve()
  await replaced
  assert.equal(await answer, 'wrongLogin')
  const open = await t.read((reader) =>
    reader.rows(
      sql`select 1 from sessions where merchant_id = ${t.merchantId} and account_id = ${accountId} and ended_at is null`,
    ),
  )
  assert.deepEqual(open, [])
})

async function waitsForLock(): Promise<void> {
  for (;;) {
    const { rows } = await t.app.kernel.database.pool.query<{ n: number }>(
      'select count(*)::int as n from pg_locks where not granted',
    )
    if ((rows[0]?.n ?? 0) > 0) return
    await wait(5)
  }
}

test('a login is the same login however its letters were typed', async () => {
  const login = await hire('café')
  assert.equal(await tryIn(login.normalize('NFD').toUpperCase(), password), 'done')
})

test('of two who open the same sign-in link at once, one is let in', async () => {
  const ticket = await createLoginTicket(t.app.kernel.database, t.merchantId, t.ownerId, new Date(t.clock.now.getTime() + 60_000))
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => codeOf(runPublic(t.app.kernel, signInWithTicket, { ticket }, visitor()))),
  )
  assert.deepEqual(answers.sort(), ['done', 'ticketSpent', 'ticketSpent', 'ticketSpent'])
})

test('text that no database can hold is bad input, not a broken server', async () => {
  assert.equal(await tryIn('nul\u0000', password), 'invalidInput')
})
