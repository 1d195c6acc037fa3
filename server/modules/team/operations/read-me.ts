import { permissionCodes } from '#contract/permissions.ts'
import { team } from '#contract/team.ts'
import { decide, type IdReach, shopsOf } from '#kernel/access.ts'
import { sql } from '#kernel/db.ts'
import { type Actor, query } from '#kernel/operation.ts'
import { merchantName } from '../account-views.ts'
import { grantsOf } from '../grants/grant-views.ts'

export const readMe = query({
  name: 'team.readMe',
  ...team.readMe,
  summary: 'Who I am and what I may do: per permission and shop, and which operations.',
  access: { permission: 'account.self', scope: 'shared' },
  errors: [],
  async run(reader, _input, actor, world) {
    const rights: Record<string, string[] | null> = {}
    for (const permission of permissionCodes) {
      const decision = decide(actor, { permission, scope: 'shop' })
      if (decision.allowed) rights[permission] = toList(shopsOf(decision.scope))
    }
    const [row, merchant, grants] = await Promise.all([
      reader.maybe<{ login: string }>(
        sql`select login from accounts where merchant_id = ${reader.merchantId} and account_id::text = ${actor.accountId}`,
      ),
      merchantName(reader),
      grantsOf(reader, actor.accountId),
    ])
    return {
      accountId: actor.accountId,
      login: row?.login ?? '',
      name: actor.name,
      isOwner: actor.isOwner,
      merchantName: merchant,
      viewedBy: viewer(actor),
      rights,
      grants,
      operations: [...world.accessRules].filter(([, rule]) => rule && decide(actor, rule).allowed).map(([name]) => name),
      demo: world.demoLogins.length > 0,
    }
  },
})

const viewer = ({ viewedBy }: Actor) =>
  viewedBy ? { accountId: viewedBy.accountId, name: viewedBy.name, until: viewedBy.until } : null

const toList = (shops: IdReach): string[] | null => (shops === 'all' ? null : [...shops])
