import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { runPublic } from '#kernel/run-operation.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { endSignIns } from '../account-store.ts'
import { createLoginTicket } from '../create-merchant.ts'
import { createStaff } from '../operations/create-staff.ts'
import { freezeStaff } from '../operations/freeze-staff.ts'
import { removeStaff } from '../operations/remove-staff.ts'
import { signIn } from './operations/sign-in.ts'
import { signInWithTicket } from './operations/sign-in-with-ticket.ts'
import { hashPassword } from './password.ts'
import { setOwnPassword } from './password-store.ts'
import { aBrowser } from './testing/browser.ts'

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

test('every reason not to let somebody in gets the same answer, byte by byte, after the same steps', async () => {
  const make = async (subName: string) => t.call('owner', createStaff, { subName, name: '冰', password, grants: [] })
  const [frozen, gone, temporary, right] = [await make('iced'), await make('gone'), await make('over'), await make('right')]
  await t.call('owner', freezeStaff, { accountIds: [frozen.accountId] })
  await t.call('owner', removeStaff, { accountIds: [gone.accountId] })
  await t.write((tx) =>
    tx.write(sql`
      update accounts set kind = 'temporary', ends_at = ${t.clock.now} where merchant_id = ${t.merchantId} and account_id = ${temporary.accountId}`),
  )
  const web = await aWebServer(t.app)
  const tries: [string, string][] = [
    ['nobody-of-this-name', password],
    [right.login, 'wrong'],
    [frozen.login, password],
    [gone.login, password],
    [temporary.login, password],
  ]
  const answers = new Set<string>()
  for (const [login, secret] of tries) {
    const { status, body } = await aBrowser(web).call<{ error: { requestId: string } }>('team.signIn', {
      login,
      password: secret,
    })
    answers.add(JSON.stringify([status, { ...body.error, requestId: '' }]))
  }
  await web.close()
  assert.equal(answers.size, 1, [...answers].join('\n'))
  assert.match([...answers][0] ?? '', /401.*wrongLogin/)
})

test('a login that exists and one that does not cost the same statements before they are refused', async () => {
  const login = await hire('counted')
  const statementsOf = async (name: string) => {
    let statements = 0
    const { database } = t.app.kernel
    const counting = {
      ...t.app.kernel,
      database: {
        ...database,
        pool: new Proxy(database.pool, {
          get: (pool, property) => {
            if (property !== 'connect') return Reflect.get(pool, property)
            return async () => {
              const client = await pool.connect()
              return new Proxy(client, {
                get(target, key) {
                  if (key === 'query') statements += 1
                  const value: unknown = Reflect.get(target, key)
                  return typeof value === 'function' ? value.bind(target) : value
                },
              })
            }
          },
        }),
      },
    }
    await codeOf(runPublic(counting, signIn, { login: name, password: 'wrong' }, visitor('192.0.2.77')))
    return statements
  }
  const [known, unknown] = [await statementsOf(login), await statementsOf('nobody-at-all')]
  // One transaction with one entry more or less; the costly part (argon2) is the same for both.
  assert.ok(Math.abs(known - unknown) <= 2, `${known} and ${unknown}`)
})

test('one who has a whole IPv6 network gets no more tries than one who has one address', async () => {
  const login = await hire('sixer')
  const answers: string[] = []
  for (let n = 0; n < 7; n += 1) answers.push(await tryIn(login, 'wrong', `2001:db8:7:7::${n.toString(16)}`))
  assert.deepEqual(answers, [...Array.from({ length: 5 }, () => 'wrongLogin'), 'signInBlocked', 'signInBlocked'])
  assert.equal(await tryIn(login, password, '2001:db8:7:8::1'), 'done', 'the neighbour’s network is another one')
})

test('guesses from everywhere slow down unknown devices only: the known one comes in at once, and nobody is locked out', async () => {
  const login = await hire('besieged')
  const web = await aWebServer(t.app)
  const own = aBrowser(web, { ip: '198.51.100.1' })
  assert.equal((await own.call('team.signIn', { login, password })).code, 'done')
  for (let n = 0; n < 60; n += 1) await tryIn(login, 'wrong', `203.0.113.${n}`)
  const answers: string[] = []
  for (let n = 0; n < 10; n += 1) answers.push(await tryIn(login, 'wrong', `198.18.0.${n}`))
  assert.ok(answers.filter((code) => code === 'signInBlocked').length >= 9, 'a guesser waits whatever address he takes')
  assert.equal((await own.call('team.signIn', { login, password })).code, 'done', 'the known device does not wait')
  t.clock.advance(61_000)
  assert.equal(await tryIn(login, password, '198.18.1.1'), 'done', 'a new device waits a minute at most')
  await web.close()
})

test('how long a guesser waits is the same for a login that does not exist', async () => {
  for (let n = 0; n < 40; n += 1) await tryIn('no-such-login-at-all', 'wrong', `203.0.113.${n}`)
  assert.equal(await tryIn('no-such-login-at-all', 'wrong', '198.18.2.1'), 'signInBlocked')
})

test('who signs in while his password is being replaced is not in with the old one', async () => {
  const { accountId, login } = await t.call('owner', createStaff, { subName: 'replaced', name: '换', password, grants: [] })
  const hash = await hashPassword('another long password')
  const begun = Promise.withResolvers<void>()
  const replacing = Promise.withResolvers<void>()
  const replaced = t.write(async (tx) => {
    await setOwnPassword(tx, accountId, hash)
    await endSignIns(tx, [accountId], t.clock.now)
    begun.resolve()
    await replacing.promise
  })
  // Not before the row is held: a sign-in that overtakes the change would be in, and rightly so.
  await begun.promise
  const answer = tryIn(login, password)
  // It has verified the old password, which is still the one to be seen, and waits for the row.
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

/** Somebody in this database, not in those of the tests beside it. */
async function waitsForLock(): Promise<void> {
  for (;;) {
    const { rows } = await t.app.kernel.database.pool.query<{ n: number }>(`
      select count(*)::int as n from pg_locks w where not w.granted and w.pid in (
        select l.pid from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database())`)
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
