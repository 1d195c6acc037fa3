/** Every kind of principal that tools/access-matrix.ts names, as an account of one merchant with a session or token of its own. */
import { type BuiltInRole, builtInRoles } from '#contract/permissions.ts'
import { type Sql, sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { matrixPrincipals } from '#tools/access-matrix.ts'
import { anAccessToken, anApiToken, anApp } from './matrix-apps.ts'
import { aSession } from './sessions.ts'
import type { SomeGrant, TestTeam } from './team.ts'

/** `headers`: how it comes to the web server; a visitor, the house itself and those who only act through something have none. */
export type MatrixPerson = { name: string; accountId: string; headers: Record<string, string> }
export type MatrixTeam = { people: ReadonlyMap<string, MatrixPerson>; shopId: string }
type Maker = () => Promise<Omit<MatrixPerson, 'name'>>
const whole: SomeGrant[] = [{ role: 'administrator' }]

export async function aMatrixTeam(t: TestTeam): Promise<MatrixTeam> {
  const shopId = await t.shop()
  const makers: Record<string, Maker> = { ...(await peopleMakers(t, shopId)), ...throughMakers(t, shopId) }
  const people = new Map<string, MatrixPerson>()
  for (const { name } of matrixPrincipals) {
    const make = makers[name]
    if (!make) throw new Error(`nobody makes the principal ${name}`)
    people.set(name, { name, ...(await make()) })
  }
  return { people, shopId }
}

/** An account changed behind the product's back, so that its session stays: it is the state alone that must shut the door. */
export async function changedAccount(t: TestTeam, name: string, change: Sql, grants: SomeGrant[] = whole): Promise<string> {
  const accountId = await t.staff(name, grants)
  await t.write((tx) =>
    tx.write(sql`update accounts set ${change} where merchant_id = ${t.merchantId} and account_id = ${accountId}`),
  )
  return accountId
}

async function peopleMakers(t: TestTeam, shopId: string): Promise<Record<string, Maker>> {
  const departmentId = await aDepartment(t)
  const signedIn =
    (make: () => Promise<string>, isEnded = false): Maker =>
    async () => {
      const accountId = await make()
      return {
        accountId,
        headers: { cookie: await aSession(t, accountId, isEnded ? sql`ended_at = ${t.clock.now}` : undefined) },
      }
    }
  const staff = (name: string, grants: SomeGrant[]) => signedIn(() => t.staff(name, grants))
  const changed = (name: string, change: Sql) => signedIn(() => changedAccount(t, name, change))
  const agent = (name: string, of: () => Promise<string>) =>
    signedIn(async () =>
      changedAccount(t, name, sql`kind = 'agent', responsible_id = ${await of()}`, [{ role: 'orderReviewer' }]),
    )
  const nobody: Maker = async () => ({ accountId: newId(), headers: {} })
  return {
    owner: signedIn(async () => t.ownerId),
    ...Object.fromEntries((Object.keys(builtInRoles) as BuiltInRole[]).map((role) => [role, staff(`${role}1`, [{ role }])])),
    administratorOfOneShop: staff('oneShop', [{ role: 'administrator', shopIds: [shopId] }]),
    supervisorOfOneDepartment: staff('oneDepartment', [{ role: 'supervisor', range: 'department', departmentId }]),
    agentOfSupervisor: agent('agent1', () => t.staff('person1', [{ role: 'supervisor' }])),
    withoutRole: staff('nothing', []),
    administratorOffShift: staff('offShift', [{ role: 'administrator', onShift: true }]),
    agentOfFrozen: agent('agent2', () => changedAccount(t, 'person2', sql`state = 'frozen'`)),
    invited: changed('invited', sql`state = 'invited'`),
    frozen: changed('frozen', sql`state = 'frozen'`),
    penaltyFrozen: changed('penalty', sql`state = 'penalty_frozen'`),
    left: changed('left', sql`state = 'left'`),
    temporaryOver: changed('over', sql`kind = 'temporary', ends_at = ${new Date(t.clock.now.getTime() - 1)}`),
    signedOut: signedIn(() => t.staff('signedOut', whole), true),
    visitor: nobody,
    system: nobody,
  }
}

/** Those who act for a person through an app or a token. */
function throughMakers(t: TestTeam, shopId: string): Record<string, Maker> {
  const bearer = async (accountId: string, token: Promise<string>) => ({
    accountId,
    headers: { authorization: `Bearer ${await token}` },
  })
  const app =
    (name: string, installer: SomeGrant[], more: Parameters<typeof anApp>[1] = {}, isSwitchedOn = true): Maker =>
    async () => {
      const installedBy = await t.staff(`${name}-installer`, installer)
      const user = await t.staff(`${name}-user`, [{ role: 'inSaleService' }])
      const appId = await anApp(t, { ...more, installedBy })
      return bearer(user, anAccessToken(t, appId, user, isSwitchedOn))
    }
  const token =
    (name: string, make: () => Promise<string>, change?: Sql): Maker =>
    async () => {
      const maker = await make()
      return bearer(maker, anApiToken(t, maker, name, change))
    }
  const administrator = (name: string) => () => t.staff(name, whole)
  return {
    appOfService: app('a1', whole),
    appOfServiceInOneShop: app('a2', whole, { shopIds: [shopId] }),
    appInstalledByDesigner: app('a3', [{ role: 'designer' }]),
    appSwitchedOff: app('a4', whole, {}, false),
    appSuspended: app('a5', whole, { state: 'suspended' }),
    appOfLeaver: async () => {
      const user = await t.staff('a6-user', [{ role: 'inSaleService' }])
      const appId = await anApp(t, { installedBy: await changedAccount(t, 'a6-installer', sql`state = 'left'`) })
      return bearer(user, anAccessToken(t, appId, user, true))
    },
    tokenOfAdministrator: token('t1', administrator('t1-maker')),
    tokenRevoked: token('t2', administrator('t2-maker'), sql`revoked_at = ${t.clock.now}`),
    tokenOver: token('t3', administrator('t3-maker'), sql`expires_at = ${t.clock.now}`),
    tokenOfFrozen: token('t4', () => changedAccount(t, 't4-maker', sql`state = 'frozen'`)),
  }
}

async function aDepartment(t: TestTeam): Promise<string> {
  const departmentId = newId()
  await t.write((tx) =>
    tx.write(sql`
      insert into departments (merchant_id, department_id, name, path)
      values (${t.merchantId}, ${departmentId}, '一部', ${[departmentId]}::uuid[])`),
  )
  return departmentId
}
