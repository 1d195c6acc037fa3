/** One test over the list: what holds for every operation because it goes through the one door. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { permissionCodes, permissions } from '#contract/permissions.ts'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import type { Command, Operation, Query } from '#kernel/operation.ts'
import { type Caller, runOperation } from '#kernel/run-operation.ts'
import { systemCaller } from '#kernel/worker.ts'
import { accountCaller } from '#modules/team/identity.ts'
import { modules } from './modules.ts'
import { sampleInput } from './testing/sample-input.ts'
import { aTeam, type TestMerchant, type TestTeam } from './testing/team.ts'
import { aWebServer } from './testing/web-server.ts'

const operations = modules.flatMap((module) => module.operations)
const guarded = operations.filter((operation): operation is Command | Query => operation.kind !== 'public')
let t: TestTeam
let other: TestMerchant
let web: FastifyInstance
before(async () => {
  t = await aTeam()
  other = await t.anotherMerchant()
  web = await aWebServer(t.app)
})
after(async () => {
  await web.close()
  await t.drop()
})

const post = (name: string, input: unknown, headers: Record<string, string> = {}) =>
  web.inject({
    method: 'POST',
    url: `/api/call/${name}`,
    headers: { 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(input),
  })
/** Who may call it: the owner, or a machine where no person may. */
const entitled = (operation: Command | Query): Caller =>
  permissions[operation.access.permission].risk === 'system'
    ? systemCaller(t.merchantId, 'anyone', permissionCodes, newId())
    : accountCaller(t.merchantId, t.ownerId, { via: 'api', ip: '', language: 'zh', requestId: 'same' })
const codeOf = async (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => 'done',
    (error: unknown) => (error instanceof Failure ? error.definition.code : `unexpected: ${(error as Error).message}`),
  )

for (const operation of guarded) {
  test(`${operation.name}: a visitor is asked to sign in (401)`, async () => {
    const answer = await post(operation.name, sampleInput(operation.input, newId()))
    assert.deepEqual([answer.statusCode, answer.json().error.code], [401, 'notSignedIn'])
  })

  test(`${operation.name}: who holds every other permission is refused (403)`, async () => {
    const allOthers = permissionCodes.filter((code) => code !== operation.access.permission)
    const caller = systemCaller(t.merchantId, 'all-but-one', allOthers, newId())
    assert.equal(
      await codeOf(runOperation(t.app.kernel, operation, sampleInput(operation.input, newId()), caller)),
      'notPermitted',
    )
  })

  test(`${operation.name}: an unknown field is refused (400)`, async () => {
    assert.equal(
      await codeOf(
        runOperation(t.app.kernel, operation, { ...sampleInput(operation.input, newId()), isAdmin: true }, entitled(operation)),
      ),
      'invalidInput',
    )
  })

  test(`${operation.name}: ids that do not exist are not found, never a crash`, async () => {
    const before = await t.read((reader) =>
      reader.maybe<{ n: number }>(
        sql`select count(*)::int as n from log_entries where merchant_id = ${t.merchantId} and outcome = 'done'`,
      ),
    )
    const code = await codeOf(runOperation(t.app.kernel, operation, sampleInput(operation.input, newId()), entitled(operation)))
    assert.doesNotMatch(code, /^unexpected/)
    const after = await t.read((reader) =>
      reader.maybe<{ n: number }>(
        sql`select count(*)::int as n from log_entries where merchant_id = ${t.merchantId} and outcome = 'done'`,
      ),
    )
    const written = (after?.n ?? 0) - (before?.n ?? 0)
    const logs = operation.audit !== undefined && !('exempt' in operation.audit)
    assert.equal(written, code === 'done' && logs ? 1 : 0, `${operation.name} answered ${code} and left ${written} log entries`)
  })
}

test('no operation is for machines and people alike: system permissions are held by no role', () => {
  const machine = guarded.filter((operation) => permissions[operation.access.permission].risk === 'system')
  assert.ok(machine.every((operation) => operation.access.permission === 'system.jobs'))
})

test('a name that is no operation answers 404 with the same body for everybody', async () => {
  const answer = await post('team.makeMeOwner', {})
  assert.deepEqual([answer.statusCode, answer.json().error.code], [404, 'unknownOperation'])
})

test('a request from another site is refused before anything is read', async () => {
  const answer = await post('team.readMe', {}, { origin: 'https://elsewhere.example', host: 'shop.example' })
  assert.deepEqual([answer.statusCode, answer.json().error.code], [403, 'crossSite'])
})

test('every operation has its own name, a summary and errors that are registered', () => {
  const names = operations.map((operation: Operation) => operation.name)
  assert.equal(new Set(names).size, names.length)
  for (const operation of operations)
    assert.ok(operation.summary.length > 10 && /^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/.test(operation.name), operation.name)
})

test('rows of another merchant are as unknown as ids that do not exist', async () => {
  const shopId = await other.shop()
  const staffId = await other.staff('外人', [{ role: 'orderReviewer', shopIds: null }])
  const { rows } = await other.read(async (reader) => ({
    rows: await reader.rows(sql`select 1 from shops where merchant_id = ${other.merchantId} and shop_id = ${shopId}`),
  }))
  assert.equal(rows.length, 1)
  for (const operation of guarded) {
    for (const id of [shopId, staffId]) {
      const foreign = await answerOf(runOperation(t.app.kernel, operation, sampleInput(operation.input, id), entitled(operation)))
      const unknown = await answerOf(
        runOperation(t.app.kernel, operation, sampleInput(operation.input, newId()), entitled(operation)),
      )
      assert.equal(foreign.shape, unknown.shape, `${operation.name} tells a foreign id from an unknown one`)
    }
  }
})

async function answerOf(act: Promise<unknown>): Promise<{ shape: string }> {
  try {
    const answer = (await act) as { refused?: { code: string }[]; done?: unknown[] }
    return { shape: JSON.stringify({ refused: answer?.refused?.map(({ code }) => code), done: answer?.done?.length }) }
  } catch (error) {
    return { shape: error instanceof Failure ? error.definition.code : `unexpected: ${(error as Error).message}` }
  }
}
