/** Step-up at the door: who must confirm, who must ask, and that an approval is good for one call and no other. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { inMerchant, sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { type Command, command, query } from '#kernel/operation.ts'
import { type Caller, runOperation } from '#kernel/run-operation.ts'
import { requireStepUp } from '#kernel/step-up.ts'
import { accountCaller } from '#modules/team/identity.ts'
import { modules } from '#server/modules.ts'
import { sampleInput } from '#server/testing/sample-input.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'

let t: TestTeam
before(async () => {
  t = await aTeam()
})
after(() => t.drop())

const details = () => ({ via: 'api', ip: '', language: 'zh', requestId: newId() }) as const
/** The owner, whose session was confirmed at this moment; undefined = a token that cannot confirm. */
function owner(steppedUpAt: Date | null | undefined): Caller {
  const caller = accountCaller(t.merchantId, t.ownerId, details())
  return {
    ...caller,
    identify: async (tx, now) => {
      const { principal } = await caller.identify(tx, now)
      return { principal, sessionId: null, ...(steppedUpAt !== undefined && { steppedUpAt }) }
    },
  }
}
const said = shape({ word: z.string(), password: z.string().optional() }, z.object({ word: z.string() }))
const access = { permission: 'account.self', scope: 'shared' } as const
let runs = 0
const act: Command<typeof said.input, typeof said.output> = command({
  name: 'test.act',
  ...said,
  summary: 'An act that wants a step-up.',
  access,
  stepUp: true,
  audit: { exempt: 'a test' },
  errors: [],
  run: async (_tx, { word }) => {
    runs += 1
    return { word }
  },
})
const lookInside = query({
  name: 'test.look',
  ...said,
  summary: 'A reading that wants a step-up for some words.',
  access,
  stepUp: 'inside',
  errors: [],
  async run(_reader, { word }, actor) {
    if (word === 'secret') await requireStepUp(actor)
    return { word }
  },
})
const sometimes = command({ ...act, name: 'test.sometimes', stepUp: ({ word }) => word === 'much' })

const outcome = (promise: Promise<unknown>): Promise<{ code: string; params: Record<string, string | number> }> =>
  promise.then(
    () => ({ code: 'done', params: {} }),
    (error: unknown) =>
      error instanceof Failure ? { code: error.definition.code, params: error.params } : { code: String(error), params: {} },
  )
const approve = (approvalId: unknown) =>
  t.write((tx) =>
    tx.write(sql`
      update approvals set state = 'approved', decided_at = ${t.clock.now}, expires_at = ${new Date(t.clock.now.getTime() + 3600_000)}
      where merchant_id = ${t.merchantId} and approval_id = ${String(approvalId)}`),
  )

test('a session confirmed within five minutes may; an older one is asked to confirm', async () => {
  const minutesAgo = (minutes: number) => owner(new Date(t.clock.now.getTime() - minutes * 60_000))
  assert.equal((await outcome(runOperation(t.app.kernel, act, { word: 'a' }, minutesAgo(4)))).code, 'done')
  assert.equal((await outcome(runOperation(t.app.kernel, act, { word: 'a' }, minutesAgo(5)))).code, 'stepUpRequired')
  assert.equal((await outcome(runOperation(t.app.kernel, act, { word: 'a' }, owner(null)))).code, 'stepUpRequired')
})

test('a rule or the operation itself may want it for some inputs only', async () => {
  const stale = owner(null)
  assert.equal((await outcome(runOperation(t.app.kernel, sometimes, { word: 'little' }, stale))).code, 'done')
  assert.equal((await outcome(runOperation(t.app.kernel, sometimes, { word: 'much' }, stale))).code, 'stepUpRequired')
  assert.equal((await outcome(runOperation(t.app.kernel, lookInside, { word: 'open' }, stale))).code, 'done')
  assert.equal((await outcome(runOperation(t.app.kernel, lookInside, { word: 'secret' }, stale))).code, 'stepUpRequired')
})

test('a token asks for an approval; asking again is the same request, and secrets are not in it', async () => {
  const input = { word: 'asked', password: 'not to be read' }
  const first = await outcome(runOperation(t.app.kernel, act, input, owner(undefined)))
  const again = await outcome(runOperation(t.app.kernel, act, input, owner(undefined)))
  assert.equal(first.code, 'approvalRequired')
  assert.equal(again.params.approvalId, first.params.approvalId)
  const rows = await t.read((reader) =>
    reader.rows<{ summary: unknown }>(sql`select summary from approvals where merchant_id = ${t.merchantId}`),
  )
  assert.deepEqual(rows, [{ summary: { word: 'asked', password: '••••' } }])
})

test('an approval is used by one call with exactly that input, also when many come at once', async () => {
  const input = { word: 'once' }
  const asked = await outcome(runOperation(t.app.kernel, act, input, owner(undefined)))
  assert.equal((await outcome(runOperation(t.app.kernel, act, input, owner(undefined)))).code, 'approvalRequired')
  await approve(asked.params.approvalId)
  assert.equal((await outcome(runOperation(t.app.kernel, act, { word: 'other' }, owner(undefined)))).code, 'approvalRequired')
  runs = 0
  const answers = await Promise.all(
    Array.from({ length: 6 }, () => outcome(runOperation(t.app.kernel, act, input, owner(undefined)))),
  )
  assert.deepEqual(answers.map(({ code }) => code).sort(), [...Array.from({ length: 5 }, () => 'approvalRequired'), 'done'])
  assert.equal(runs, 1)
})

test('an act that failed gives its approval back', async () => {
  const failing = command({
    ...act,
    name: 'test.failing',
    run: async (_tx, { word }) => {
      if (runs++ === 0) throw new Failure({ code: 'notNow', status: 409, params: {}, zh: '', en: '' }, {})
      return { word }
    },
  })
  const asked = await outcome(runOperation(t.app.kernel, failing, { word: 'retry' }, owner(undefined)))
  await approve(asked.params.approvalId)
  runs = 0
  assert.equal((await outcome(runOperation(t.app.kernel, failing, { word: 'retry' }, owner(undefined)))).code, 'notNow')
  assert.equal((await outcome(runOperation(t.app.kernel, failing, { word: 'retry' }, owner(undefined)))).code, 'done')
})

test('an approval that nobody used in time is worth nothing', async () => {
  const asked = await outcome(runOperation(t.app.kernel, act, { word: 'late' }, owner(undefined)))
  await approve(asked.params.approvalId)
  t.clock.advance(3600_000)
  assert.equal((await outcome(runOperation(t.app.kernel, act, { word: 'late' }, owner(undefined)))).code, 'approvalRequired')
})

test('a repeated call under one idempotency key is answered again without another approval', async () => {
  const input = { word: 'kept' }
  const asked = await outcome(runOperation(t.app.kernel, act, input, owner(undefined)))
  await approve(asked.params.approvalId)
  const key = { idempotencyKey: newId() }
  const [one, two] = [
    await runOperation(t.app.kernel, act, input, owner(undefined), key),
    await runOperation(t.app.kernel, act, input, owner(undefined), key),
  ]
  assert.deepEqual(one, two)
})

const declaring = modules
  .flatMap((module) => module.operations)
  .filter((operation) => operation.kind !== 'public')
  .filter(({ stepUp }) => stepUp === true)
for (const operation of declaring) {
  test(`${operation.name}: an old session is asked to confirm, a token to have it approved`, async () => {
    const input = sampleInput(operation.input, newId())
    const before = await counted()
    assert.equal((await outcome(runOperation(t.app.kernel, operation, input, owner(null)))).code, 'stepUpRequired')
    assert.equal((await outcome(runOperation(t.app.kernel, operation, input, owner(undefined)))).code, 'approvalRequired')
    assert.equal(await counted(), before, 'nothing was done')
  })
}
const counted = async (): Promise<number> =>
  inMerchant(t.app.kernel.database, t.merchantId, 'read', async (reader) => {
    const row = await reader.maybe<{ n: number }>(
      sql`select count(*)::int as n from log_entries where merchant_id = ${t.merchantId} and outcome = 'done'`,
    )
    return row?.n ?? 0
  })

test('what does much harm declares it', () => {
  const names = new Set(declaring.map(({ name }) => name))
  const wanted = [
    ...['resetPassword', 'resetFactors', 'emergencyStop', 'releaseSignIns', 'saveSignInPolicy', 'decideApproval'],
    ...['setGrants', 'copyGrants', 'setDepartmentGrants', 'setSupervisors', 'createRole', 'editRole', 'removeRole'],
    ...['makeOwner', 'endOwnership', 'noteLogExport', 'applyTemplate', 'hireAgent', 'moveStaff', 'moveDepartment'],
  ].map((name) => `team.${name}`)
  for (const name of [...wanted, 'orders.approveForced', 'apps.installApp', 'apps.createToken']) assert.ok(names.has(name), name)
})

test('nobody comes in with rights past the confirmation: granting at birth is granting', async () => {
  const input = { subName: 'x', name: 'x', password: 'a long enough password', grants: [{ role: 'marketer', shopIds: null }] }
  const { createStaff } = await import('#modules/team/operations/create-staff.ts')
  assert.equal((await outcome(runOperation(t.app.kernel, createStaff, input, owner(null)))).code, 'stepUpRequired')
  assert.equal((await outcome(runOperation(t.app.kernel, createStaff, { ...input, grants: [] }, owner(null)))).code, 'done')
})
