import { access } from '#contract/access.ts'
import { query } from '#kernel/operation.ts'
import { createJudge } from '../judge.ts'

export const evaluate = query({
  name: 'access.evaluate',
  ...access.evaluate,
  summary: 'AuthZEN: may this account do this, on this row? Answers the decision and a code that says why.',
  access: { permission: 'access.ask', scope: 'staff' },
  errors: [],
  run: (reader, question, actor, world) => createJudge(reader, actor, world).evaluate(question),
})
