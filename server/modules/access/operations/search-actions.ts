import { access } from '#contract/access.ts'
import { query } from '#kernel/operation.ts'
import { createJudge } from '../judge.ts'
import { actionNames, CALL, OPERATION } from '../question-rules.ts'
import { searchPage, walkNames } from '../search-pages.ts'

export const searchActions = query({
  name: 'access.searchActions',
  ...access.searchActions,
  summary: 'AuthZEN: what may this account do with this row, or at all? Operations and permissions, a page at a time.',
  access: { permission: 'access.ask', scope: 'staff' },
  errors: [],
  run(reader, { page, ...question }, actor, world) {
    const judge = createJudge(reader, actor, world)
    const names = question.resource.type === OPERATION ? [CALL] : actionNames(world.accessRules)
    const walk = walkNames(names, async (name) => (await judge.evaluate({ ...question, action: { name } })).decision)
    return searchPage(question, page, walk, (name) => ({ name }))
  },
})
