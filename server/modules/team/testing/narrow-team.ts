/** A team in which one person administers a department, in one shop, until tonight, on shift, from the office: what he may give is narrow on every side. */
import type { Permission } from '#contract/permissions.ts'
import { sql } from '#kernel/db.ts'
import { newId } from '#kernel/ids.ts'
import { aTeam, type SomeGrant, type TestTeam, wholeGrant } from '#server/testing/team.ts'
import type { GrantPair, Subject } from '../grants/grant.ts'
import { replaceGrants } from '../grants/grant-store.ts'
import { createRole } from '../roles/operations/create-role.ts'
import { raiseTeamEpoch } from '../team-lock.ts'
import { ADDRESS, wholeDay } from './administrative-acts.ts'

const HOUR = 3_600_000
export const administration: Permission[] = [
  ...([
    'account.self',
    'team.view',
    'team.manage',
    'team.grant',
    'team.roles',
    'team.departments',
    'apps.tokens',
    'apps.manage',
  ] as const),
]
/** `inside` lies below `root`, which is the head's; `outside` does not. The roles: what the head can give, and what he cannot. */
type Ids = Record<'shop' | 'otherShop' | 'root' | 'inside' | 'outside' | 'viewing' | 'reviewing' | 'head', string>
export type NarrowTeam = {
  t: TestTeam
  ids: Ids
  /** So many hours from now. */
  at(hours: number): string
  /** Below these, the root first. */
  department(above: string[]): Promise<string>
  role(permissions: Permission[]): Promise<string>
  /** Another one with the head's limits. */
  headWith(permissions: Permission[]): Promise<string>
  clerk(grants: GrantPair[], departmentId?: string): Promise<string>
  give(subject: Subject, pairs: GrantPair[]): Promise<void>
  /** What the head could give to everybody below him, but for what is said. */
  within(more?: Partial<SomeGrant>): GrantPair
  /** As this account, at its desk. */
  as(accountId: string): { accountId: string; ip: string }
}

export async function aNarrowTeam(): Promise<NarrowTeam> {
  const t = await aTeam({ environment: { PUBLIC_URL: 'http://shop.test' } })
  const department = departmentMaker(t)
  const role = async (permissions: Permission[]): Promise<string> =>
    (await t.call('owner', createRole, { name: newId(), permissions })).roleId
  const at = (hours: number): string => new Date(t.clock.now.getTime() + hours * HOUR).toISOString()
  const [root, outside] = [await department([]), await department([])]
  const ids: Ids = {
    ...{ shop: await t.shop(), otherShop: await t.shop(), root, outside, inside: await department([root]), head: '' },
    ...{ viewing: await role(['orders.view']), reviewing: await role(['orders.view', 'orders.review']) },
  }
  const headWith = async (permissions: Permission[]): Promise<string> => {
    const reach = { shopIds: [ids.shop], range: 'department' as const, departmentId: root }
    const limits = { refundPerActFen: 100, refundPerDayFen: 500, exportsPerDay: 2, revealsPerDay: 9 }
    const grant = { role: await role(permissions), ...reach, until: at(10), onShift: true, ipRanges: ['10.0.0.0/8'], limits }
    const accountId = await t.staff(`主管${newId().slice(-8)}`, [grant])
    await t.write((tx) =>
      tx.write(sql`
        update accounts set work_hours = ${JSON.stringify(wholeDay)}::jsonb where merchant_id = ${t.merchantId} and account_id = ${accountId}`),
    )
    return accountId
  }
  ids.head = await headWith([...administration, 'orders.view', 'orders.note', 'fulfilment.view'])
  return {
    ...{ t, ids, at, department, role, headWith },
    clerk: (grants, departmentId = ids.inside) => t.staff(`店员${newId().slice(-8)}`, grants, departmentId),
    give: (subject, pairs) =>
      t.write(async (tx) => {
        await replaceGrants(tx, subject, pairs, t.ownerId)
        await raiseTeamEpoch(tx)
      }),
    within: (more = {}) => {
      const reach = { shopIds: [ids.shop], range: 'department' as const, departmentId: ids.inside }
      const limits = { refundPerActFen: 50, refundPerDayFen: 500, exportsPerDay: 1, revealsPerDay: 0 }
      return wholeGrant({ role: ids.viewing, ...reach, until: at(5), onShift: true, ipRanges: ['10.1.0.0/16'], limits, ...more })
    },
    as: (accountId) => ({ accountId, ip: ADDRESS }),
  }
}

const departmentMaker =
  (t: TestTeam) =>
  async (above: string[]): Promise<string> => {
    const id = newId()
    await t.write(async (tx) => {
      await tx.write(sql`
        insert into departments (merchant_id, department_id, parent_id, name, path)
        values (${t.merchantId}, ${id}, ${above.at(-1) ?? null}, ${id}, ${[...above, id]}::uuid[])`)
      await raiseTeamEpoch(tx)
    })
    return id
  }
