import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { isUuid } from '#kernel/row-kind.ts'
import { explain, openToAll, rowAsked, ruleAsked } from '../explain.ts'
import { standingOf } from '../standing.ts'

export const explainOwnAccess = query({
  name: 'team.explainOwnAccess',
  ...team.explainOwnAccess,
  summary: 'Why I may or may not call an operation, on one row if named, with what each of my grants says to it.',
  access: { permission: 'account.self', scope: 'shared' },
  errors: [errors.notFound, errors.unknownOperation, errors.invalidInput],
  async run(reader, input, actor, world) {
    const rule = ruleAsked(world, input)
    const standing = isUuid(actor.accountId) ? await standingOf(reader, actor.accountId) : undefined
    if (!standing) return fail(errors.notFound)
    const now = input.at === undefined ? world.now() : new Date(input.at)
    const row = await rowAsked(reader, world, actor, input.row, now)
    const ip = input.ip ?? actor.ip
    return rule === null ? openToAll(standing, { now, ip }) : explain(reader, standing, { rule, row, now, ip })
  },
})
