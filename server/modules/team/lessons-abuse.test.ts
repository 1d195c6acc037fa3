/** The access matrix of the field (lessons, section 2), each row a test: what is seen across shops, what is shown at all, abuse, two at once, deleting. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import type { Query } from '#kernel/operation.ts'
import { createToken } from '#modules/apps/tokens/operations/create-token.ts'
import { modules } from '#server/modules.ts'
import { sampleInput } from '#server/testing/sample-input.ts'
import { aSession, ask } from '#server/testing/sessions.ts'
import { wholeGrant } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'
import { createDepartment } from './departments/operations/create-department.ts'
import { removeDepartment } from './departments/operations/remove-department.ts'
import { copyGrants } from './operations/copy-grants.ts'
import { endOwnership } from './operations/end-ownership.ts'
import { freezeStaff } from './operations/freeze-staff.ts'
import { listStaff } from './operations/list-staff.ts'
import { makeOwner } from './operations/make-owner.ts'
import { removeStaff } from './operations/remove-staff.ts'
import { setGrants } from './operations/set-grants.ts'
import { type Lessons, lessons } from './testing/lessons.ts'
import { readWorld } from './testing/team-closure.ts'

let l: Lessons
let web: FastifyInstance
before(async () => {
  l = await lessons()
  web = await aWebServer(l.t.app)
})
after(async () => {
  await web.close()
  await l.t.drop()
})

const by = (accountId: string) => ({ accountId })
const operations = modules.flatMap((module) => module.operations)
const queries = operations.filter((one): one is Query => one.kind === 'query')
const machines = operations.filter((one) => one.kind !== 'public' && one.access.permission === 'system.jobs')
async function grant(actor: string, accountId: string, grants: ReturnType<typeof wholeGrant>[]) {
  return l.t.call(by(actor), setGrants, { accountId, version: await l.version(accountId), grants })
}

test('resolution: people of shop A read nothing of shop B, whatever they ask and whatever id they give', async () => {
  const cookie = await aSession(l.t, l.adminA)
  const strangers = [l.shopB, '乙店']
  for (const operation of queries) {
    const { body, status } = await ask(web, { cookie }, operation.name, sampleInput(operation.input, l.shopB))
    assert.ok(status < 500, operation.name)
    const told = JSON.stringify({ ...body, error: undefined })
    // Who holds a role in which shops is known to who sees staff; rows of the shop are what must not show.
    const seen = operation.name.startsWith('team.') ? told.includes('乙店') : strangers.some((text) => told.includes(text))
    assert.equal(seen, false, `${operation.name} tells of shop B`)
  }
})

test('resolution: one role here and another there never make one role everywhere', async () => {
  const accountId = await l.staff([
    { role: 'orderReviewer', shopIds: [l.shopA] },
    { role: 'warehouseKeeper', shopIds: [l.shopB] },
  ])
  const cookie = await aSession(l.t, accountId)
  const { body } = await ask(web, { cookie }, 'team.readMe', {})
  const rights = body.rights as Record<string, string[] | null>
  assert.deepEqual(rights['orders.review'], [l.shopA])
  assert.deepEqual(rights['fulfilment.ship'], [l.shopB])
  assert.deepEqual(rights['orders.view']?.toSorted(), [l.shopA, l.shopB].toSorted())
})

test('exposure: no answer and no description of the interface holds a hash, a secret or a sealed value', async () => {
  const document = await web.inject({ method: 'GET', url: '/api/openapi.json' })
  const hidden = /"(password_?hash|token_?hash|secret_?hash|\w*sealed)"/i
  const paths = JSON.parse(document.payload).paths as Record<string, { post?: { responses?: unknown } }>
  for (const [path, { post }] of Object.entries(paths)) {
    const isMachines = machines.some(({ name }) => path.endsWith(`/${name}`))
    if (!isMachines) assert.doesNotMatch(JSON.stringify(post?.responses ?? {}), hidden, path)
  }
  await l.t.call('owner', createToken, {
    ...{ name: '脚本', permissions: ['orders.view'], shopIds: null, expiresAt: new Date(Date.now() + 3_600_000).toISOString() },
  })
  const hashes = await l.t.read((reader) =>
    reader.rows<{ hash: string }>(sql`
      select password_hash as hash from accounts where merchant_id = ${reader.merchantId} and password_hash like '$argon2%'
      union all select token_hash from api_tokens where merchant_id = ${reader.merchantId}
      union all select token_hash from sessions where merchant_id = ${reader.merchantId}`),
  )
  const cookie = await aSession(l.t, l.t.ownerId)
  for (const operation of queries) {
    const { body } = await ask(web, { cookie }, operation.name, sampleInput(operation.input, l.t.ownerId))
    const told = JSON.stringify(body)
    for (const { hash } of hashes) assert.equal(told.includes(hash), false, `${operation.name} shows a hash`)
  }
})

test('exposure: who holds which rights is not told to those who do the work', async () => {
  const cookie = await aSession(l.t, l.clerkA)
  for (const operation of [
    'team.listStaff',
    'team.listRoles',
    'team.listDepartments',
    'team.listInvitations',
    'apps.listAllTokens',
  ])
    assert.equal((await ask(web, { cookie }, operation, {})).code, 'notPermitted', operation)
})

test('abuse: the same pair twice is one', async () => {
  const accountId = await l.staff([])
  const pair = wholeGrant({ role: 'orderReviewer', shopIds: [l.shopA, l.shopA] })
  await grant(l.t.ownerId, accountId, [pair, pair, { ...pair, shopIds: [l.shopA.toUpperCase()] }])
  const { grants } = await l.t.read(readWorld)
  assert.deepEqual(
    grants.filter(({ account }) => account === accountId).map(({ shops }) => shops),
    [[l.shopA]],
  )
})

test('abuse: ids that do not exist, of a role, a shop, a warehouse, a department or a person, leave everything as it was', async () => {
  const accountId = await l.staff([])
  const wrong = [
    wholeGrant({ role: newId() }),
    wholeGrant({ role: 'grandVizier' }),
    wholeGrant({ role: 'orderReviewer', shopIds: [newId()] }),
    wholeGrant({ role: 'orderReviewer', warehouseIds: [newId()] }),
    wholeGrant({ role: 'orderReviewer', range: 'department', departmentId: newId() }),
  ]
  for (const pair of wrong) await l.denied(() => grant(l.t.ownerId, accountId, [pair]), 'notFound')
  await l.denied(() => grant(l.t.ownerId, newId(), []), 'notFound')
  const copy = { accountId, version: 1, fromAccountId: newId() }
  await l.denied(() => l.t.call('owner', copyGrants, copy), 'notFound')
})

test('abuse: a grant in a shop that has closed can still be given and taken away, and gives nothing more', async () => {
  const [closed, accountId] = [await l.t.shop('丙店'), await l.staff([])]
  await l.t.write((tx) =>
    tx.write(sql`update shops set state = 'paused' where merchant_id = ${tx.merchantId} and shop_id = ${closed}`),
  )
  await grant(l.t.ownerId, accountId, [wholeGrant({ role: 'orderReviewer', shopIds: [closed] })])
  const cookie = await aSession(l.t, accountId)
  const { body } = await ask(web, { cookie }, 'team.readMe', {})
  assert.deepEqual((body.rights as Record<string, unknown>)['orders.review'], [closed])
  await grant(l.t.ownerId, accountId, [])
})

test('abuse: giving what is held already, or taking what is not, changes no grant', async () => {
  const accountId = await l.staff([])
  const pair = wholeGrant({ role: 'orderReviewer', shopIds: [l.shopA] })
  await grant(l.t.ownerId, accountId, [pair])
  const held = async () => {
    const { rows } = await l.t.call('owner', listStaff, {})
    return rows.find((row) => row.accountId === accountId)?.grants.map(({ grantId, grantedAt }) => [grantId, grantedAt])
  }
  const before = await held()
  await grant(l.t.ownerId, accountId, [pair])
  assert.deepEqual(await held(), before)
  await grant(l.t.ownerId, accountId, [])
  await grant(l.t.ownerId, accountId, [])
  assert.deepEqual(await held(), [])
})

test('two at once: two owners who remove, freeze or demote each other leave one who can go on', async () => {
  for (let round = 0; round < 12; round += 1) {
    const second = await l.staff([])
    await l.t.call('owner', makeOwner, { accountId: second, version: 1 })
    const against = async (actor: string, accountId: string): Promise<unknown> => {
      const accountIds = [accountId]
      if (round % 3 === 0) return l.t.call(by(actor), removeStaff, { accountIds })
      if (round % 3 === 1) return l.t.call(by(actor), freezeStaff, { accountIds })
      return l.t.call(by(actor), endOwnership, { accountId, version: await l.version(accountId) })
    }
    await Promise.allSettled([against(l.t.ownerId, second), against(second, l.t.ownerId)])
    const { accounts } = await l.t.read(readWorld)
    const owners = accounts.filter(({ isOwner, state }) => isOwner && state === 'active')
    assert.equal(owners.length, 1, `round ${round}`)
    // The next round begins with the first one again.
    await l.t.write((tx) =>
      tx.write(sql`
        update accounts set is_owner = (account_id = ${l.t.ownerId}), epoch = epoch + 1,
          state = case when account_id = ${l.t.ownerId} then 'active' when account_id = ${second} then 'left' else state end
        where merchant_id = ${tx.merchantId} and account_id = any(${[l.t.ownerId, second]}::uuid[])`),
    )
  }
})

test('deletes: one’s own people are removed, those of another shop are not, nor with a token', async () => {
  const [own, foreign] = [await l.staff([{ role: 'orderReviewer', shopIds: [l.shopA] }]), l.clerkB]
  const remove = (accountId: string) => l.t.call(by(l.adminA), removeStaff, { accountIds: [accountId] })
  assert.deepEqual((await remove(foreign)).done, [])
  assert.deepEqual(
    (await remove(foreign)).refused.map(({ code }) => code),
    ['strongerTarget'],
  )
  assert.deepEqual((await remove(own)).done, [own])
  const { token } = await l.t.call(by(l.adminB), createToken, {
    ...{
      name: '乙店',
      permissions: ['orders.view'],
      shopIds: [l.shopB],
      expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
    },
  })
  const answer = await ask(web, { authorization: `Bearer ${token}` }, 'team.removeStaff', { accountIds: [l.clerkA] })
  assert.equal(answer.code, 'notPermitted')
  const other = await l.t.anotherMerchant()
  await l.denied(async () => {
    const { refused } = await other.call('owner', removeStaff, { accountIds: [l.clerkA] })
    assert.deepEqual(
      refused.map(({ code }) => code),
      ['notFound'],
    )
    return l.t.call(by(l.adminA), removeDepartment, { departmentId: newId(), version: 1 })
  }, 'notFound')
  const { departmentId } = await l.t.call('owner', createDepartment, { parentId: null, name: '短命' })
  await l.t.call('owner', removeDepartment, { departmentId, version: 1 })
})
