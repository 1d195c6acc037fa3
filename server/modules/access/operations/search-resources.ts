import { access } from '#contract/access.ts'
import { decide } from '#kernel/access.ts'
import { Failure } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { principalOf } from '#modules/team/public.ts'
import { createJudge } from '../judge.ts'
import { MERCHANT, OPERATION, ruleFor } from '../question-rules.ts'
import { nothingFound, searchPage, type Walk, walkNames } from '../search-pages.ts'

export const searchResources = query({
  name: 'access.searchResources',
  ...access.searchResources,
  summary: 'AuthZEN: on which rows may this account do this? A page at a time.',
  access: { permission: 'access.ask', scope: 'staff' },
  errors: [],
  async run(reader, { page, ...question }, actor, world) {
    const { subject, action, resource, context } = question
    const judge = createJudge(reader, actor, world)
    const view = (id: string) => ({ type: resource.type, id })
    const isAllowed = async (id: string) =>
      (await judge.evaluate({ subject, action, resource: { type: resource.type, id }, context })).decision
    if (resource.type === OPERATION) {
      const names = [...world.accessRules.keys()].sort()
      return searchPage(question, page, walkNames(names, isAllowed), view)
    }
    if (resource.type === MERCHANT.type) return searchPage(question, page, walkNames([MERCHANT.id], isAllowed), view)
    const kind = world.rowKinds.get(resource.type)
    const at = judge.circumstances(question, subject)
    const rule = kind && ruleFor(world.accessRules, action.name, kind)
    const id = judge.subjectId(subject)
    if (!kind || !at || !rule || id === undefined || !(await judge.standings([id])).has(id))
      return searchPage(question, page, nothingFound, view)
    const principal = await principalOf(reader, id, at).catch((error: unknown) => {
      if (error instanceof Failure) return undefined
      throw error
    })
    const decision = principal && decide(principal, rule)
    if (!decision?.allowed) return searchPage(question, page, nothingFound, view)
    const walk: Walk = async (after, limit) => {
      const ids = await kind.ids(reader, decision.scope, { after: after || null, limit: limit + 1, now: at.now })
      const found = ids.slice(0, limit)
      return { found, last: ids.length > limit ? (found.at(-1) ?? after ?? '') : null }
    }
    return searchPage(question, page, walk, view)
  },
})
