import { team } from '#contract/team.ts'
import { query } from '#kernel/operation.ts'
import { knownDevicesOf } from '../device-views.ts'

export const listOwnDevices = query({
  name: 'team.listOwnDevices',
  ...team.listOwnDevices,
  summary: 'The browsers I am known on: a sign-in from any other one is told to me.',
  access: { permission: 'account.self', scope: 'shared' },
  errors: [],
  run: async (reader, _input, actor) => ({ rows: await knownDevicesOf(reader, actor.accountId, actor.sessionId) }),
})
