/** Takes something away from a person at one server and looks at what is left at all of them. Shared by revocation.test.ts and revocation.long.ts. */
import assert from 'node:assert/strict'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from '#kernel/db.ts'
import { createToken } from '#modules/apps/tokens/operations/create-token.ts'
import { createRole } from '#modules/team/roles/operations/create-role.ts'
import { anAccessToken, anApp } from './matrix-apps.ts'
import { askNode, type Node, type OpenPage, openPage } from './nodes.ts'
import { aSession } from './sessions.ts'
import type { TestTeam } from './team.ts'

/** A person with a role of their own, signed in, with a token and an app, and with a page open on every server. */
type Victim = {
  accountId: string
  roleId: string
  cookie: Record<string, string>
  token: Record<string, string>
  tokenId: string
  app: Record<string, string>
  appId: string
  pages: OpenPage[]
}
export type Scene = { t: TestTeam; nodes: Node[]; owner: Record<string, string> }
/** The owner has just confirmed that it is he. */
export async function aScene(t: TestTeam, nodes: Node[]): Promise<Scene> {
  return { t, nodes, owner: { cookie: await aSession(t, t.ownerId, sql`stepped_up_at = now() + interval '1 hour'`) } }
}

let count = 0
export async function aVictim({ t, nodes }: Scene): Promise<Victim> {
  const name = `人${++count}`
  const { roleId } = await t.call('owner', createRole, {
    ...{ name, permissions: ['account.self', 'orders.view', 'shops.view', 'apps.tokens'] },
  })
  const accountId = await t.staff(name, [{ role: roleId }])
  const cookie = { cookie: await aSession(t, accountId) }
  const expiresAt = new Date(Date.now() + 3_600_000).toISOString()
  const wish = { name, permissions: ['orders.view' as const], shopIds: null, expiresAt }
  const { token, tokenId } = await t.call({ accountId }, createToken, wish)
  const appId = await anApp(t, {})
  const app = { authorization: `Bearer ${await anAccessToken(t, appId, accountId, true)}` }
  return {
    ...{ accountId, roleId, cookie, tokenId, app, appId },
    token: { authorization: `Bearer ${token}` },
    pages: await Promise.all(nodes.map((node) => openPage(node, cookie))),
  }
}

/** What became of a way in: shut everywhere, or still open everywhere. */
type Left = Record<'cookie' | 'token' | 'app', 'shut' | 'open'> & { pages: 'closed' | 'silent' | 'open' }
export type Revocation = {
  name: string
  /** The owner's act, at one server. */
  operation: string
  input(victim: Victim): object
  left: Left
}
const allShut = { cookie: 'shut', token: 'shut', app: 'shut' } as const

export const revocations: readonly Revocation[] = [
  {
    ...{ name: 'is frozen', operation: 'team.freezeStaff', input: ({ accountId }) => ({ accountIds: [accountId] }) },
    left: { ...allShut, pages: 'closed' },
  },
  {
    ...{ name: 'is removed', operation: 'team.removeStaff', input: ({ accountId }) => ({ accountIds: [accountId] }) },
    left: { ...allShut, pages: 'closed' },
  },
  {
    ...{ name: 'is signed out everywhere', operation: 'team.endSessionsOf', input: ({ accountId }) => ({ accountId }) },
    left: { ...allShut, pages: 'closed' },
  },
  {
    ...{
      name: 'loses all grants',
      operation: 'team.setGrants',
      input: ({ accountId }) => ({ accountId, version: 1, grants: [] }),
    },
    left: { ...allShut, pages: 'silent' },
  },
  {
    name: 'has a role that becomes narrower',
    operation: 'team.editRole',
    input: ({ roleId }) => ({ roleId, version: 1, name: roleId, description: '', permissions: ['account.self'] }),
    left: { ...allShut, pages: 'silent' },
  },
  {
    ...{ name: 'has a token ended', operation: 'apps.revokeAnyToken', input: ({ tokenId }) => ({ tokenId }) },
    left: { cookie: 'open', token: 'shut', app: 'open', pages: 'open' },
  },
  {
    ...{ name: 'has an app stopped', operation: 'apps.suspendApp', input: ({ appId }) => ({ appId }) },
    left: { cookie: 'open', token: 'open', app: 'shut', pages: 'open' },
  },
]
const REFUSED = new Set(['notSignedIn', 'accountFrozen', 'notPermitted', 'tokenInvalid', 'appStopped'])
const ways = ['cookie', 'token', 'app'] as const

/** Answers how long it took until the last open page knew, ms. Throws when something is left that must not be. */
export async function revoke(scene: Scene, { operation, input, left }: Revocation): Promise<number> {
  const { nodes, owner } = scene
  const victim = await aVictim(scene)
  const codeAt = async (node: Node, way: (typeof ways)[number]) => (await askNode(node, victim[way], 'orders.listParcels')).code
  for (const node of nodes) for (const way of ways) assert.equal(await codeAt(node, way), '', `${way} works before`)
  const [first] = nodes
  if (!first) throw new Error('there is no server')
  const act = await askNode(first, owner, operation, input(victim))
  assert.equal(act.code, '', JSON.stringify(act.body))
  const doneAt = performance.now()
  // The open pages are looked at meanwhile: closing them must not wait for our questions.
  const knowing = pagesKnow(scene, victim.pages, left.pages, doneAt)
  for (const node of nodes)
    for (const way of ways) {
      const code = await codeAt(node, way)
      assert.equal(REFUSED.has(code), left[way] === 'shut', `${way} after ${operation}: ${code}`)
    }
  const tookMs = await knowing
  for (const page of victim.pages) page.close()
  return tookMs
}

const PATIENCE_MS = 30_000

/** Closed pages are closed by themselves; silent ones are told of nothing more, which is tried with facts until none comes through. */
async function pagesKnow(scene: Scene, pages: readonly OpenPage[], expected: Left['pages'], doneAt: number): Promise<number> {
  if (expected === 'closed') {
    const ends = await Promise.race([
      Promise.all(pages.map(({ closed }) => closed)),
      wait(PATIENCE_MS, undefined, { ref: false }),
    ])
    return ends ? Math.max(...ends) - doneAt : assert.fail('a page stayed open')
  }
  if (expected === 'open') {
    assert.ok(pages.every((page) => page.isOpen()))
    return 0
  }
  for (;;) {
    const tookMs = performance.now() - doneAt
    if (await areSilent(scene, pages)) return tookMs
    assert.ok(tookMs < PATIENCE_MS, 'a page goes on hearing')
  }
}

/** Something moves that they heard of before; a page of the owner at each server tells that it has come through. */
export async function areSilent({ t, nodes, owner }: Scene, pages: readonly OpenPage[]): Promise<boolean> {
  const [first] = nodes
  if (!first) throw new Error('there is no server')
  const shopId = await t.shop()
  const witnesses = await Promise.all(nodes.map((node) => openPage(node, owner)))
  const before = pages.map(({ heard }) => heard.length)
  const renamed = await askNode(first, owner, 'shops.renameShop', { shopId, version: 1, name: `改名${++count}` })
  assert.equal(renamed.code, '')
  const deadline = performance.now() + PATIENCE_MS
  while (!witnesses.every(({ heard }) => heard.includes('shops.shopsChanged'))) {
    assert.ok(performance.now() < deadline, 'what moved is heard at every server')
    await wait(5)
  }
  for (const witness of witnesses) witness.close()
  return pages.every(({ heard }, place) => heard.length === before[place])
}
