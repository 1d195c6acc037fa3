import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { offboardingList } from '../offboarding-views.ts'

export const listOffboardings = query({
  name: 'team.listOffboardings',
  ...team.listOffboardings,
  summary: 'Who is leaving or has left: what was handed over, the checklist, the signatures.',
  access: { permission: 'team.manage', scope: 'staff' },
  errors: [],
  run: (reader, input, actor) => offboardingList(reader, actor, input),
})
