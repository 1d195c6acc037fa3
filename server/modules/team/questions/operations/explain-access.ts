import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { reachesRow } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { lastAddress } from '#modules/team/account-views.ts'
import { explain, openToAll, rowAsked, ruleAsked } from '../explain.ts'
import { standingOf } from '../standing.ts'

export const explainAccess = query({
  name: 'team.explainAccess',
  ...team.explainAccess,
  summary: 'Why somebody may or may not call an operation, on one row if named, with what each of their grants says to it.',
  access: { permission: 'team.view', scope: 'staff' },
  errors: [errors.notFound, errors.unknownOperation, errors.invalidInput],
  async run(reader, input, actor, world) {
    const rule = ruleAsked(world, input)
    const standing = await standingOf(reader, input.accountId)
    if (!standing || !reachesRow(actor.scope, { holderId: standing.accountId })) return fail(errors.notFound)
    const now = input.at === undefined ? world.now() : new Date(input.at)
    const row = await rowAsked(reader, world, actor, input.row, now)
    const ip = input.ip ?? (await lastAddress(reader, standing.accountId))
    return rule === null ? openToAll(standing, { now, ip }) : explain(reader, standing, { rule, row, now, ip })
  },
})
