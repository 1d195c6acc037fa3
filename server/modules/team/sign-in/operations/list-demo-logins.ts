import { team } from '#contract/team.ts'
import { publicCommand } from '#kernel/operation.ts'

export const listDemoLogins = publicCommand({
  name: 'team.listDemoLogins',
  ...team.listDemoLogins,
  summary: 'The sign-in names of the demo merchant; empty on a real installation.',
  public: true,
  errors: [],
  run: async (context) => ({ logins: [...context.world.demoLogins] }),
})
