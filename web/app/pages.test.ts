/** What the interface offers is what the server allows, both ways: for every built-in role, limited in every manner, and for nobody at all. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { type BuiltInRole, builtInRoles } from '#contract/permissions.ts'
import { Failure } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import type { Command, Query } from '#kernel/operation.ts'
import { readMe } from '#modules/team/operations/read-me.ts'
import { sampleInput } from '#server/testing/sample-input.ts'
import { aTeam, type SomeGrant, type TestTeam, type Who } from '#server/testing/team.ts'
import { entryAt, type MenuEntry, menuFor } from './menu.ts'
import { opensPage, type PagePath, pages } from './pages.ts'

let t: TestTeam
let shop: string
before(async () => {
  t = await aTeam()
  shop = await t.shop()
})
after(() => t.drop())

/** Come to from elsewhere: from the platform after authorising, and from the account’s own menu. */
const besidesTheMenu: readonly PagePath[] = ['/shops/authorised', '/my-activity', '/my-rights', '/account']
const paths = Object.keys(pages) as PagePath[]
const shown = (entries: readonly MenuEntry[]): PagePath[] =>
  entries.flatMap((entry) => entry.children?.map(({ to }) => to) ?? [entry.to])

/** Asks the server itself: everything but a refusal for want of rights counts as let in. */
async function isLetIn(who: Who, path: PagePath): Promise<boolean> {
  for (const name of pages[path].calls) {
    const operation = t.app.operations.get(name) as Command | Query
    const code = await t.call(who, operation, sampleInput(operation.input, newId())).then(
      () => 'done',
      (error: unknown) => (error instanceof Failure ? error.definition.code : Promise.reject(error)),
    )
    if (code !== 'notPermitted') return true
  }
  return false
}

async function requireSameAnswer(who: Who): Promise<void> {
  const me = await t.call(who, readMe, {})
  const open = await Promise.all(paths.map(async (path) => ({ path, isOpen: await isLetIn(who, path) })))
  const allowed = open.filter(({ isOpen }) => isOpen).map(({ path }) => path)
  assert.deepEqual(
    paths.filter((path) => opensPage(me, path)),
    allowed,
  )
  assert.deepEqual(new Set(shown(menuFor(me))), new Set(allowed.filter((path) => !besidesTheMenu.includes(path))))
}

const manners: Record<string, (role: BuiltInRole) => SomeGrant> = {
  'without limit': (role) => ({ role }),
  'in one shop': (role) => ({ role, shopIds: [shop] }),
  'for their own rows': (role) => ({ role, range: 'own' }),
}
for (const role of Object.keys(builtInRoles) as BuiltInRole[])
  for (const [manner, grant] of Object.entries(manners))
    test(`${role} ${manner}: the menu holds exactly the pages that the server lets them open`, async () => {
      await requireSameAnswer({ accountId: await t.staff(`${role} ${manner}`, [grant(role)]) })
    })

test('the owner opens every page', async () => {
  await requireSameAnswer('owner')
  const me = await t.call('owner', readMe, {})
  assert.ok(paths.every((path) => opensPage(me, path)))
})

test('a page names the right that is missing as the server does', () => {
  for (const path of paths) {
    const operation = t.app.operations.get(pages[path].calls[0]) as Command | Query
    assert.equal(pages[path].right, operation.access.permission, path)
  }
})

test('a page below another one lights the entry it belongs to', async () => {
  const entries = menuFor(await t.call('owner', readMe, {}))
  assert.equal(entryAt(entries, '/parcels/17')?.text, 'parcels')
  assert.equal(entryAt(entries, '/team/roles')?.text, 'roles')
  assert.equal(entryAt(entries, '/nowhere'), undefined)
})
