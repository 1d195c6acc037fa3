import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { after, before, test } from 'node:test'
import pg from 'pg'
import { openDatabase } from '#kernel/db.ts'
import { migrate } from '#kernel/migrate.ts'
import { createMerchant } from '#modules/team/create-merchant.ts'
import { createTestDatabase, type TestDatabase } from '#tools/test-database.ts'
import { requireOutsidePostgres, type Standing, standingProblem } from './outside-postgres.ts'

const name = `zhanggui_try_${process.pid}_${randomBytes(3).toString('hex')}`
let neighbour: TestDatabase
let administrator: pg.Client
before(async () => {
  neighbour = await createTestDatabase()
  administrator = new pg.Client(neighbour.address)
  await administrator.connect()
  await administrator.query(`create role ${name} login nosuperuser password 'secret'`)
})
after(async () => {
  await administrator.query(`drop database if exists ${name} with (force)`)
  await administrator.query(`drop role ${name}`)
  await administrator.end()
  await neighbour.drop()
})

const urlOf = (database: string, host = neighbour.address.host, port = neighbour.address.port) =>
  `postgres://${name}:secret@${encodeURIComponent(host)}:${port}/${database}`
const refusal = (url: string) =>
  requireOutsidePostgres(url).then(
    () => 'none',
    (error: Error) => error.message,
  )

test('an address that leads nowhere is told apart from a missing database, and neither sentence shows the password', async () => {
  const nowhere = await refusal(urlOf('any', '127.0.0.1', 1))
  const missing = await refusal(urlOf('no_such_database'))
  const nonsense = await refusal('my database')
  assert.match(nowhere, /no PostgreSQL answers there/)
  assert.match(missing, /does not exist/)
  assert.match(nonsense, /postgres:\/\/USER:PASSWORD@HOST/)
  assert.doesNotMatch(nowhere + missing, /secret/)
})

test('an ordinary login with a database of its own works once an administrator has granted it the role', async () => {
  await administrator.query(`create database ${name}`)
  assert.match(await refusal(urlOf(name)), /alter database ".+" owner to/)
  await administrator.query(`alter database ${name} owner to ${name}`)
  assert.match(await refusal(urlOf(name)), /grant zhanggui_app to/)
  await administrator.query(`grant zhanggui_app to ${name}`)
  assert.equal(await refusal(urlOf(name)), 'none')
  const address = { connectionString: urlOf(name) }
  assert.ok((await migrate(address)).length > 0)
  const database = openDatabase(address, { max: 2, onError: () => undefined })
  const made = await createMerchant(database, {
    name: '外库商家',
    ownerLogin: 'outside',
    ownerName: '店主',
    password: 'a long enough password',
    now: new Date(),
  })
  await database.close()
  assert.equal(made.merchantId, '1')
})

test('every shortcoming has its own sentence', () => {
  const good: Standing = {
    version: 150_020,
    login: 'shop',
    database: 'shop',
    is_new: true,
    may_create: true,
    may_create_roles: true,
    role_exists: false,
    may_take_role: false,
    may_grant_role: false,
  }
  const cases: [Partial<Standing>, RegExp | undefined][] = [
    [{}, undefined],
    [{ version: 140_013 }, /PostgreSQL 14\.13; 15 or newer is needed/],
    [{ may_create: false }, /owner to/],
    [{ may_create: false, is_new: false, role_exists: true, may_take_role: true }, undefined],
    [{ may_create_roles: false }, /alter role "shop" createrole/],
    [{ role_exists: true }, /grant zhanggui_app to "shop"/],
    [{ role_exists: true, may_grant_role: true }, undefined],
    [{ role_exists: true, may_grant_role: true, is_new: false }, /grant zhanggui_app to "shop"/],
    [{ role_exists: true, may_take_role: true, may_create_roles: false }, undefined],
  ]
  for (const [change, expected] of cases) {
    const problem = standingProblem({ ...good, ...change })
    if (expected) assert.match(problem?.en ?? '', expected)
    else assert.equal(problem, undefined, JSON.stringify(change))
  }
})
