/** Other systems ask our decisions by the AuthZEN Authorization API 1.0: its requests, its answers, and the same decisions as everywhere. */

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { Permission } from '#contract/permissions.ts'
import { sql } from '#kernel/db.ts'
import { createToken } from '#modules/apps/tokens/operations/create-token.ts'
import { createDepartment } from '#modules/team/departments/operations/create-department.ts'
import { freezeStaff } from '#modules/team/operations/freeze-staff.ts'
import { createRole } from '#modules/team/roles/operations/create-role.ts'
import { hired } from '#server/testing/hired.ts'
import { aTeam, type TestTeam } from '#server/testing/team.ts'
import { aWebServer } from '#server/testing/web-server.ts'

let t: TestTeam
let web: FastifyInstance
let cookie: string
let shops: string[]
let reviewer: string
let frozen: string
before(async () => {
  t = await aTeam({ startAt: new Date('2026-06-03T04:00:00.000Z') })
  web = await aWebServer(t.app)
  shops = [await t.shop('甲店'), await t.shop('乙店')]
  reviewer = await t.staff('审单甲', [{ role: 'orderReviewer', shopIds: [shops[0] ?? ''] }])
  frozen = await t.staff('冻结', [{ role: 'orderReviewer' }])
  await t.call('owner', freezeStaff, { accountIds: [frozen] })
  cookie = await signedIn()
})
after(async () => {
  await web.close()
  await t.drop()
})

const password = 'a long enough password'
async function signedIn(login?: string): Promise<string> {
  const row = await t.read((reader) =>
    reader.maybe<{ login: string }>(sql`select login from accounts where merchant_id = ${t.merchantId} and is_owner`),
  )
  const answer = await web.inject({
    method: 'POST',
    url: '/api/call/team.signIn',
    payload: { login: login ?? row?.login, password },
  })
  const [made] = answer.cookies
  return `${made?.name}=${made?.value}`
}
type Headers = Record<string, string>
const send = (path: string, payload: unknown, headers: Headers = {}) =>
  web.inject({
    method: 'POST',
    url: `/access/v1/${path}`,
    headers: { 'content-type': 'application/json', cookie, ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })
const ask = async (path: string, payload: unknown) => {
  const answer = await send(path, payload)
  assert.equal(answer.statusCode, 200, answer.body)
  assert.match(String(answer.headers['content-type']), /^application\/json/)
  return answer.json()
}
const subject = () => ({ type: 'account', id: reviewer })
const approve = { name: 'orders.approveParcels' }
const shop = (place: number) => ({ type: 'shop', id: shops[place] ?? '' })

test('a decision with its reason; time and address of the request asked about are heeded', async () => {
  const about = (resource: unknown, more = {}) => ask('evaluation', { subject: subject(), action: approve, resource, ...more })
  assert.deepEqual(await about(shop(0)), { decision: true, context: { reason: 'holds', permission: 'orders.review' } })
  assert.deepEqual(await about(shop(1)), { decision: false, context: { reason: 'otherShop', permission: 'orders.review' } })
  assert.equal((await about(shop(0), { context: { time: '2026-06-03T18:03-07:00', ip: '192.168.1.1' } })).decision, true)
  const until = await t.staff('限时', [{ role: 'orderReviewer', until: '2026-07-01T00:00:00.000Z', ipRanges: ['10.0.0.0/8'] }])
  const limited = async (context: unknown, properties?: unknown) => {
    const who = { type: 'account', id: until, ...(properties ? { properties } : {}) }
    return (await ask('evaluation', { subject: who, action: approve, resource: shop(0), context })).context.reason
  }
  assert.equal(await limited({ ip: '10.1.1.1' }), 'holds')
  assert.equal(await limited({}, { ip_address: '10.1.1.1' }), 'holds')
  assert.equal(await limited({}), 'otherAddress')
  assert.equal(await limited({ ip: '10.1.1.1', time: '2026-07-01T08:00:00+08:00' }), 'over')
  assert.equal(await limited({ ip: '10.1.1.1', time: 'tomorrow' }), 'unreadableContext')
})

test('what does not exist is denied with its own reason, never an error', async () => {
  const reason = async (question: object) =>
    (await ask('evaluation', { subject: subject(), action: approve, resource: shop(0), ...question })).context.reason
  assert.equal(await reason({ subject: { type: 'account', id: 'nobody' } }), 'unknownSubject')
  assert.equal(await reason({ subject: { type: 'spaceship', id: reviewer } }), 'unknownSubject')
  assert.equal(await reason({ action: { name: 'orders.paintRed' } }), 'unknownAction')
  assert.equal(await reason({ action: { name: 'team.setShopLevel' } }), 'unknownAction', 'it concerns no row')
  assert.equal(await reason({ resource: { type: 'shop', id: reviewer } }), 'unknownResource')
  assert.equal(await reason({ resource: { type: 'spaceship', id: '1' } }), 'unknownResource')
  assert.equal(await reason({ subject: { type: 'account', id: frozen } }), 'frozen')
})

test('permissions, acts as such and operations as things can be asked about; `me` is who asks', async () => {
  const reason = async (question: object) => (await ask('evaluation', { subject: subject(), ...question })).context.reason
  assert.equal(await reason({ action: { name: 'orders.review' }, resource: shop(0) }), 'holds')
  assert.equal(await reason({ action: { name: 'team.setShopLevel' }, resource: { type: 'merchant', id: 'own' } }), 'notCarried')
  assert.equal(await reason({ action: { name: 'call' }, resource: { type: 'operation', id: 'orders.approveParcels' } }), 'holds')
  assert.equal(await reason({ action: { name: 'call' }, resource: { type: 'operation', id: 'team.signIn' } }), 'open')
  const me = {
    subject: { type: 'me', id: 'me' },
    action: { name: 'team.setShopLevel' },
    resource: { type: 'merchant', id: 'own' },
  }
  assert.equal(await reason(me), 'holds')
})

test('what is missing or of another kind is refused with 400; what is unknown is passed over', async () => {
  const whole = { subject: subject(), action: approve, resource: shop(0) }
  const { subject: _s, ...withoutSubject } = whole
  const bad: unknown[] = [
    withoutSubject,
    { ...whole, action: {} },
    { ...whole, action: { name: 123 } },
    { ...whole, subject: 'alice' },
    { ...whole, subject: { id: reviewer } },
    { ...whole, resource: { type: 'shop' } },
    '{',
    '',
    '[]',
    '"x"',
  ]
  for (const payload of bad) assert.equal((await send('evaluation', payload)).statusCode, 400, JSON.stringify(payload))
  for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x'])
    assert.equal((await send('evaluation', JSON.stringify(whole), { 'content-type': type })).statusCode, 400, type)
  const more = {
    ...whole,
    foo: 'bar',
    futureField: { nested: true },
    subject: { ...whole.subject, extra: 1, properties: { a: [1] } },
  }
  assert.equal((await ask('evaluation', more)).decision, true)
})

test('the caller’s number of the request comes back', async () => {
  const whole = { subject: subject(), action: approve, resource: shop(0) }
  const theirs = await send('evaluation', whole, { 'x-request-id': 'bfe9eb29-ab87' })
  assert.equal(theirs.headers['x-request-id'], 'bfe9eb29-ab87')
  assert.equal(
    (await send('evaluation', {}, { 'x-request-id': 'also when refused' })).headers['x-request-id'],
    'also when refused',
  )
  assert.match(String((await send('evaluation', whole)).headers['x-request-id']), /^[0-9a-f-]{36}$/)
})

test('many at once: defaults, their order, one that is broken, and the three ways to go through them', async () => {
  const above = { subject: subject(), action: approve }
  const evaluations = [{ resource: shop(0) }, { resource: shop(1) }, {}, { resource: shop(0), subject: { id: frozen } }]
  const decisions = (answer: { evaluations: { decision: boolean }[] }) => answer.evaluations.map(({ decision }) => decision)
  const all = await ask('evaluations', { ...above, evaluations })
  assert.deepEqual(decisions(all), [true, false, false, false])
  assert.equal(all.decision, undefined)
  assert.deepEqual(
    all.evaluations.map(({ context }: { context: { reason: string } }) => context.reason),
    ['holds', 'otherShop', 'invalidRequest', 'frozen'],
  )
  const going = async (evaluations_semantic: string, list: unknown[]) =>
    decisions(await ask('evaluations', { ...above, evaluations: list, options: { evaluations_semantic, another_option: 1 } }))
  assert.deepEqual(await going('execute_all', evaluations), [true, false, false, false])
  assert.deepEqual(await going('deny_on_first_deny', evaluations), [true, false])
  assert.deepEqual(await going('permit_on_first_permit', [{ resource: shop(1) }, ...evaluations]), [false, true])
  assert.equal(
    (await send('evaluations', { ...above, evaluations, options: { evaluations_semantic: 'sometimes' } })).statusCode,
    400,
  )
  const single = { ...above, resource: shop(0) }
  for (const payload of [single, { ...single, evaluations: [] }]) assert.equal((await ask('evaluations', payload)).decision, true)
  assert.equal((await send('evaluations', above)).statusCode, 400)
})

test('searches answer in pages whose token belongs to the question, and nothing for what is unknown', async () => {
  const question = { subject: { type: 'account' }, action: approve, resource: shop(0) }
  const first = await ask('search/subject', { ...question, page: { limit: 1 } })
  assert.deepEqual([first.page.count, first.results.length, first.results[0].type], [1, 1, 'account'])
  const second = await ask('search/subject', { ...question, page: { token: first.page.next_token } })
  assert.equal(second.page.next_token, '')
  const ids = [...first.results, ...second.results].map(({ id }: { id: string }) => id)
  assert.ok(ids.includes(reviewer) && ids.includes(t.ownerId) && !ids.includes(frozen))
  const elsewhere = { ...question, resource: shop(1), page: { token: first.page.next_token } }
  assert.equal((await send('search/subject', elsewhere)).statusCode, 400)
  assert.deepEqual((await ask('search/subject', { ...question, page: { limit: 0 } })).results, [])
  for (const [path, payload] of [
    ['search/subject', { ...question, subject: { type: 'spaceship' } }],
    ['search/resource', { ...question, subject: { type: 'account', id: 'nobody' }, resource: { type: 'shop' } }],
    ['search/resource', { ...question, subject: subject(), resource: { type: 'spaceship' } }],
    ['search/action', { subject: { type: 'account', id: frozen }, resource: shop(0) }],
  ] as const)
    assert.deepEqual((await ask(path, payload)).results, [], path)
  for (const [path, payload] of [
    ['search/subject', { subject: { type: 'account' }, resource: shop(0) }],
    ['search/subject', { ...question, resource: { type: 'shop' } }],
    ['search/resource', { ...question, resource: { type: 'shop' } }],
    ['search/action', { subject: subject() }],
  ] as const)
    assert.equal((await send(path, payload)).statusCode, 400, `${path} ${JSON.stringify(payload)}`)
})

test('who may not ask is refused; one may ask about those one may see', async () => {
  const { departmentId } = await t.call('owner', createDepartment, { parentId: null, name: '小组' })
  const { roleId } = await t.call('owner', createRole, { name: '提问', permissions: ['access.ask', 'account.self'] })
  const grants = [{ role: roleId, shopIds: null, range: 'department' as const, departmentId }]
  const { login } = await hired(t, { subName: 'asker', name: '提问', password, grants })
  const inside = await t.staff('组内', [{ role: 'orderReviewer' }], departmentId)
  const theirs = { cookie: await signedIn(login) }
  const reasonOf = async (who: object) => {
    const answer = await send('evaluation', { subject: who, action: approve, resource: shop(0) }, theirs)
    return answer.json().context.reason
  }
  assert.equal(await reasonOf({ type: 'account', id: inside }), 'holds')
  assert.equal(await reasonOf({ type: 'account', id: reviewer }), 'unknownSubject')
  assert.equal(await reasonOf({ type: 'me', id: 'me' }), 'notCarried')
  const found = await send('search/subject', { subject: { type: 'account' }, action: approve, resource: shop(0) }, theirs)
  assert.deepEqual(found.json().results, [{ type: 'account', id: inside }])
  const { login: other } = await hired(t, { subName: 'mute', name: '无权', password, grants: [] })
  const question = { subject: subject(), action: approve, resource: shop(0) }
  assert.equal((await send('evaluation', question, { cookie: await signedIn(other) })).statusCode, 403)
  assert.equal((await send('evaluation', question, { cookie: '' })).statusCode, 401)
  assert.equal((await send('evaluation', question, { cookie: '', authorization: 'Bearer zgt_nothing' })).statusCode, 401)
})

test('a token asks with no more than it was given', async () => {
  const tokenFor = async (permissions: Permission[]) => {
    const expiresAt = new Date(t.clock.now.getTime() + 86_400_000).toISOString()
    const { token } = await t.call('owner', createToken, { name: '网关', permissions, shopIds: null, expiresAt })
    return { cookie: '', authorization: `Bearer ${token}` }
  }
  const question = { subject: subject(), action: approve, resource: shop(0) }
  const asking = await send('evaluation', question, await tokenFor(['access.ask']))
  assert.deepEqual([asking.statusCode, asking.json().decision], [200, true])
  assert.equal((await send('evaluation', question, await tokenFor(['orders.view']))).statusCode, 403)
})

test('the document names every endpoint at the server’s own address', async () => {
  const answer = await web.inject({ method: 'GET', url: '/.well-known/authzen-configuration', headers: { host: 'evil.example' } })
  const { policy_decision_point: origin, ...endpoints } = answer.json()
  assert.equal(answer.statusCode, 200)
  assert.match(origin, /^http:\/\/localhost:\d+$/)
  assert.equal(Object.keys(endpoints).length, 5)
  for (const url of Object.values(endpoints) as string[])
    assert.equal((await send(url.slice(`${origin}/access/v1/`.length), {})).statusCode, 400, url)
})

test('each answer is counted among the operations of the server', async () => {
  const text = (await web.inject({ method: 'GET', url: '/metrics' })).body
  assert.match(text, /zhanggui_operation_seconds_count\{operation="access\.evaluate",outcome="done"\} [1-9]/)
})
