/** The official MCP client against a listening server: tools are what the agent may use, acts are the agent's on behalf of its person. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js'
import { newId } from '#kernel/ids.ts'
import { hireAgent } from '#modules/team/agents/operations/hire-agent.ts'
import { readLog } from '#modules/team/log/operations/read-log.ts'
import { freezeStaff } from '#modules/team/operations/freeze-staff.ts'
import { setGrants } from '#modules/team/operations/set-grants.ts'
import { type AppWorld, anAppWorld, authorise } from './testing/app-world.ts'
import { createAgentToken } from './tokens/operations/create-agent-token.ts'

let w: AppWorld
before(async () => {
  w = await anAppWorld()
})
after(() => w.stop())

const inAYear = () => new Date(w.t.clock.now.getTime() + 300 * 86_400_000).toISOString()
let count = 0
/** An agent with these roles, its token, and the person who answers for it. */
async function anAgent(roles: string[], person: string): Promise<{ accountId: string; token: string }> {
  count += 1
  const grants = roles.map((role) => ({ role, shopIds: null }))
  const { accountId } = await w.t.call('owner', hireAgent, {
    subName: `bot${count}`,
    name: `助理${count}`,
    responsibleId: person,
    grants,
  })
  const { token } = await w.t.call('owner', createAgentToken, { agentId: accountId, name: '主机', expiresAt: inAYear() })
  return { accountId, token }
}
async function connected(token: string): Promise<Client> {
  const client = new Client({ name: 'test', version: '1' })
  const transport = new StreamableHTTPClientTransport(new URL(`${w.url}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${token}` } },
  })
  await client.connect(transport as Parameters<Client['connect']>[0])
  return client
}
const call = async (client: Client, name: string, input: Record<string, unknown>): Promise<CallToolResult> =>
  (await client.callTool({ name, arguments: input })) as CallToolResult
const textOf = (result: CallToolResult): Record<string, unknown> => {
  const [first] = result.content
  return JSON.parse(first?.type === 'text' ? first.text : '{}') as Record<string, unknown>
}

test('an agent is shown the operations its account may use, and no others', async () => {
  const person = await w.t.staff('客服组长', [{ role: 'supervisor' }, { role: 'orderReviewer' }])
  const { token } = await anAgent(['orderReviewer'], person)
  const client = await connected(token)
  const names = (await client.listTools()).tools.map(({ name }) => name)
  assert.ok(names.includes('orders_listOrders') && names.includes('orders_claimNext'))
  assert.ok(!names.some((name) => /^team_|system|fulfilment_shipParcels/.test(name)))
  const { tools } = await client.listTools()
  const list = tools.find(({ name }) => name === 'orders_listOrders')
  assert.equal(list?.annotations?.readOnlyHint, true)
  assert.equal(list?.inputSchema.type, 'object')
  await client.close()
})

test('what it calls runs through the same door: answers, refusals, one log entry with the agent and its person', async () => {
  const person = await w.t.staff('负责人', [{ role: 'orderReviewer' }])
  const { accountId, token } = await anAgent(['orderReviewer'], person)
  const client = await connected(token)
  const answer = await call(client, 'orders_listOrders', {})
  assert.deepEqual(answer.structuredContent, { rows: [], next: null })
  const refused = await call(client, 'orders_setNote', { orderId: newId(), note: '你好' })
  assert.equal(refused.isError, true)
  assert.equal(textOf(refused).code, 'notFound')
  const beyond = await call(client, 'fulfilment_shipParcels', { parcelIds: [newId()] })
  assert.equal(textOf(beyond).code, 'notPermitted')
  assert.equal(textOf(await call(client, 'orders_listOrders', { isAdmin: true })).code, 'invalidInput')
  const { rows } = await w.t.call('owner', readLog, { actorId: accountId })
  const entry = rows.find((row) => row.operation === 'fulfilment.shipParcels')
  assert.deepEqual([entry?.actorKind, entry?.via, entry?.onBehalfOf?.accountId], ['agent', 'mcp', person])
  await client.close()
})

test('rights taken from the agent or its person are gone with the next call; a frozen person stops the agent', async () => {
  const person = await w.t.staff('会走的人', [{ role: 'orderReviewer' }])
  const { accountId, token } = await anAgent(['orderReviewer'], person)
  const client = await connected(token)
  assert.ok((await client.listTools()).tools.length > 0)
  await w.t.call('owner', setGrants, { accountId, version: 1, grants: [] })
  assert.deepEqual((await client.listTools()).tools, [])
  await w.t.call('owner', freezeStaff, { accountIds: [person] })
  await assert.rejects(client.listTools())
  await client.close()
})

test('without a token the door names where tokens come from; a cookie opens nothing', async () => {
  const { browser } = await w.person('浏览器', 'orderReviewer')
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream', cookie }
  const answer = await fetch(`${w.url}/mcp`, { method: 'POST', headers, body: '{}' })
  assert.equal(answer.status, 401)
  const address = /resource_metadata="([^"]+)"/.exec(answer.headers.get('www-authenticate') ?? '')?.[1]
  const metadata = (await (await fetch(address ?? '')).json()) as { resource: string; authorization_servers: string[] }
  assert.equal(metadata.resource, `${w.url}/mcp`)
  const server = await fetch(`${w.url}/.well-known/oauth-authorization-server/oauth`)
  assert.equal(((await server.json()) as { issuer: string }).issuer, metadata.authorization_servers[0])
})

test('through OAuth an agent acts for the person who agreed, within app, agent and person', async () => {
  const person = await w.person('用助理的人', 'orderReviewer')
  const { accountId: agentId } = await w.t.call('owner', hireAgent, {
    ...{ subName: 'oauthbot', name: '授权助理', responsibleId: w.t.ownerId },
    grants: [
      { role: 'warehouseKeeper', shopIds: null },
      { role: 'orderReviewer', shopIds: null },
    ],
  })
  const functions = ['orders.view', 'orders.review', 'fulfilment.ship'] as const
  const app = await w.install([...functions], { agentId })
  await w.switchOn(app, person.accountId, [...functions])
  const { tokens } = await authorise(app, person, `openid ${functions.join(' ')}`)
  const token = tokens.access_token
  const client = await connected(token)
  const names = (await client.listTools()).tools.map(({ name }) => name)
  assert.ok(names.includes('orders_listOrders'))
  assert.ok(!names.includes('fulfilment_shipParcels'), 'the person may not, so the agent does not for him')
  await call(client, 'fulfilment_shipParcels', { parcelIds: [newId()] })
  const { rows } = await w.t.call('owner', readLog, { actorId: agentId })
  assert.deepEqual([rows[0]?.actorKind, rows[0]?.onBehalfOf?.accountId], ['agent', person.accountId])
  await client.close()
})
