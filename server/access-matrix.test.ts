/**
 * docs/access-matrix.txt against what happens: every operation, path, download, frame and webhook as every kind of principal, through the
 * web server and the runner. Nothing that is allowed here stays: the database takes everything back.
 */
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'
import type { FastifyInstance } from 'fastify'
import type { Permission } from '#contract/permissions.ts'
import { sql } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import { filePath } from '#kernel/files.ts'
import { newId } from '#kernel/ids.ts'
import type { Command, Operation, Query } from '#kernel/operation.ts'
import { runOperation } from '#kernel/run-operation.ts'
import { systemCaller } from '#kernel/worker.ts'
import { readDelivery } from '#modules/apps/webhooks/operations/read-delivery.ts'
import { insertFile } from '#modules/files/public.ts'
import {
  downloads,
  type Entrance,
  entrances,
  gets,
  matrixPrincipals,
  routes,
  webhookApps,
  webhooks,
} from '#tools/access-matrix.ts'
import { announcedFacts } from '#tools/announced-facts.ts'
import { type App, createApp, jobHandlers } from './app.ts'
import { modules } from './modules.ts'
import { aDelivery, anApp } from './testing/matrix-apps.ts'
import { framesHeard } from './testing/matrix-frames.ts'
import { aMatrixTeam, changedAccount, type MatrixPerson, type MatrixTeam } from './testing/matrix-team.ts'
import { rolledBack } from './testing/rolled-back.ts'
import { sampleInput } from './testing/sample-input.ts'
import { aTeam, type TestTeam } from './testing/team.ts'
import { aWebServer } from './testing/web-server.ts'

const operations = modules.flatMap((module) => module.operations)
const byName = new Map(entrances(operations).map((entrance) => [entrance.name, entrance]))
let t: TestTeam
let app: App
let web: FastifyInstance
let team: MatrixTeam
before(async () => {
  t = await aTeam({ environment: { RATE_LIMIT_PER_MINUTE: '1000000' } })
  team = await aMatrixTeam(t)
  const { database, world } = t.app.kernel
  const { config, logger } = world
  app = createApp({ database: rolledBack(database), config, logger, masterKey: Buffer.alloc(32, 1), now: () => t.clock.now })
  web = await aWebServer(app)
  await web.listen({ port: 0, host: '127.0.0.1' })
})
after(async () => {
  await web.close()
  await t.drop()
})

/** What a door says to who may not come in; every other answer, also one about unknown ids, came from inside. */
const REFUSALS = new Set(['notSignedIn', 'accountFrozen', 'notPermitted', 'tokenInvalid', 'appStopped'])
const isInside = (code: string | undefined, status: number): boolean => {
  assert.ok(status < 500, `${status} ${code}`)
  return !REFUSALS.has(code ?? '')
}
type Asked = { method: 'GET' | 'POST'; url: string; payload?: string; headers?: Record<string, string> }
async function answerTo(person: MatrixPerson, { headers, ...asked }: Asked) {
  const answer = await web.inject({ ...asked, headers: { ...headers, ...person.headers } })
  const isJson = String(answer.headers['content-type']).includes('application/json')
  return { status: answer.statusCode, code: isJson ? (answer.json().error?.code as string | undefined) : undefined }
}
async function comesIn(person: MatrixPerson, asked: Asked): Promise<boolean> {
  if (person.name === 'system') return false
  const { code, status } = await answerTo(person, asked)
  return isInside(code, status)
}

async function callAs(person: MatrixPerson, operation: Operation, input: unknown): Promise<boolean> {
  if (person.name === 'system') return callAsSystem(operation, input, ['system.jobs'])
  const headers = { 'content-type': 'application/json' }
  return comesIn(person, { method: 'POST', url: `/api/call/${operation.name}`, payload: JSON.stringify(input), headers })
}
async function callAsSystem(operation: Operation, input: unknown, permissions: readonly Permission[]): Promise<boolean> {
  if (operation.kind === 'public') return false
  const caller = systemCaller(t.merchantId, 'matrix', permissions, newId())
  return runOperation(app.kernel, operation as Command | Query, input, caller).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Failure) return isInside(error.definition.code, error.definition.status)
      throw error
    },
  )
}

/** Everybody tries the same entrance; who got in must be who is written down. */
async function compare(name: string, attempt: (person: MatrixPerson) => Promise<boolean> | boolean): Promise<void> {
  const entrance = byName.get(name) ?? assert.fail(`${name} is not in the matrix`)
  const tries = matrixPrincipals.map(async (who) => ((await attempt(personOf(who.name))) ? who.name : undefined))
  assert.deepEqual((await Promise.all(tries)).filter(Boolean), writtenDown(entrance, matrixPrincipals))
}
const personOf = (name: string): MatrixPerson => team.people.get(name) ?? assert.fail(name)
const writtenDown = (entrance: Entrance, among: typeof matrixPrincipals) =>
  among.filter((who) => gets(who, entrance)).map(({ name }) => name)

const id = newId()
for (const operation of operations)
  test(`${operation.name}: exactly those who are written down come in`, () =>
    compare(`call ${operation.name}`, (person) => callAs(person, operation, sampleInput(operation.input, id))))

test('every path of the web server is in the matrix', async () => {
  const paths = web.printRoutes({ commonPrefix: false, includeHooks: false })
  const known = routes.map(({ name }) => name.split(' ')[1])
  const apart = ['/api/call/:name', '/api/files/:fileId', '*']
  assert.deepEqual(pathsOf(paths), [...new Set([...known, ...apart])].sort())
})
/** The tree of routes as paths. */
function pathsOf(tree: string): string[] {
  const above: string[] = []
  const found = new Set<string>()
  for (const line of tree.split('\n')) {
    const [, indent = '', segment = ''] = /^([│ ]*)[├└]── (\S+)/.exec(line) ?? []
    if (segment === '') continue
    const depth = indent.length / 4
    above.length = depth
    above.push(segment)
    if (/\([A-Z]/.test(line)) found.add(above.join(''))
  }
  return [...found].sort()
}

const upload = {
  payload:
    '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\ncontent-type: text/csv\r\n\r\na,b\r\n--x--\r\n',
  headers: { 'content-type': 'multipart/form-data; boundary=x' },
}
const json = (body: object) => ({ payload: JSON.stringify(body), headers: { 'content-type': 'application/json' } })
for (const { name, body } of routes.filter((route) => route.name !== 'GET /api/realtime')) {
  const [method, url] = name.split(' ') as ['GET' | 'POST', string]
  test(`${name}: exactly those who are written down come in`, () =>
    compare(`route ${name}`, (person) =>
      comesIn(person, { method, url, ...(method === 'GET' ? {} : body ? json(body) : upload) }),
    ))
}

for (const permission of downloads)
  test(`a file that stays behind ${permission}: its maker gets it only while he may`, () =>
    compare(`download ${permission}`, async (person) => {
      const [fileId, { now }] = [newId(), t.clock]
      await t.write((tx) =>
        insertFile(tx, {
          ...{ fileId, name: 'a.pdf', contentType: 'application/pdf', byteCount: 1, now },
          ...{ ownerId: person.accountId, needs: { permission, shopIds: [] } },
        }),
      )
      writeFileSync(filePath(app.kernel.world, t.merchantId, fileId), 'x')
      const answer = await answerTo(person, { method: 'GET', url: `/api/files/${fileId}` })
      return answer.status === 200
    }))

test('open pages: exactly those who are written down get a seat, and hear of each fact what they may', async () => {
  const elsewhere = await t.shop()
  const facts = [...announcedFacts()].map(([kind, permission]) => ({ kind, permission: permission as Permission }))
  const publish = (shopIds: string[]) =>
    app.kernel.hub.publish(
      t.merchantId,
      facts.map((fact) => ({ ...fact, shopIds, ids: [id] })),
    )
  const { port } = web.server.address() as { port: number }
  const here = await framesHeard(port, [...team.people.values()], () => publish([team.shopId]))
  const there = await framesHeard(port, [...team.people.values()], () => publish([elsewhere]))
  await compare('route GET /api/realtime', ({ name }) => here.has(name))
  for (const { kind } of facts) {
    const heard = (from: typeof here, name: string) => from.get(name)?.get(kind)
    await compare(`frame ${kind}`, ({ name }) => heard(here, name) !== undefined)
    await compare(`frame ${kind}, elsewhere`, ({ name }) => heard(there, name) !== undefined)
    await compare(`frame ${kind}, elsewhere, ids`, ({ name }) => (heard(there, name) ?? []).length > 0)
  }
})

test('webhooks: an app is told what it may know through its installer, at the moment of sending', async () => {
  const [shopId, elsewhere] = [team.shopId, await t.shop()]
  const appIds: Record<string, string> = {
    app: await anApp(t, {}),
    appOfOneShop: await anApp(t, { shopIds: [shopId] }),
    appInstalledByDesigner: await anApp(t, { installedBy: await t.staff('d9', [{ role: 'designer' }]) }),
    appSuspended: await anApp(t, { state: 'suspended' }),
    appOfLeaver: await anApp(t, { installedBy: await changedAccount(t, 'l9', sql`state = 'left'`) }),
  }
  const permissionOf = announcedFacts()
  for (const entrance of webhooks) {
    const kind = /^webhook (\S+),/.exec(entrance.name)?.[1] ?? ''
    const permission = permissionOf.get(kind) as Permission
    const told: string[] = []
    for (const { name } of webhookApps) {
      const deliveryId = await aDelivery(t, appIds[name] ?? assert.fail(name), {
        kind,
        permission,
        shopIds: [elsewhere],
        ids: [id],
      })
      if ((await t.callAsSystem(readDelivery, { deliveryId })).next === 'send') told.push(name)
    }
    assert.deepEqual(told, writtenDown(entrance, webhookApps), entrance.name)
  }
})

/** One operation for each permission there is, to try a job's hands on. */
const byPermission = new Map(
  operations.flatMap((operation) => (operation.kind === 'public' ? [] : [[operation.access.permission, operation] as const])),
)
for (const { kind, permissions } of jobHandlers())
  test(`job ${kind}: its hands reach what it declares and nothing else`, async () => {
    for (const [permission, operation] of byPermission) {
      const isIn = await callAsSystem(operation, sampleInput(operation.input, id), permissions)
      assert.equal(isIn, permissions.includes(permission), `${operation.name} as ${kind}`)
    }
  })
