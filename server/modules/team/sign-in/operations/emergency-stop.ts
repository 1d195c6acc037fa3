import { errors } from '#contract/errors.ts'
import { team } from '#contract/team.ts'
import { command } from '#kernel/operation.ts'
import { writeNotices } from '#modules/team/notices/notice-store.ts'
import { accountChanged, emergencyStopped } from '#modules/team/team-events.ts'
import { stopEverything } from '../emergency-store.ts'

export const emergencyStop = command({
  name: 'team.emergencyStop',
  ...team.emergencyStop,
  summary:
    'Ends all sessions, sign-in links, tokens, apps and open approvals of the merchant at once, except this session of the owner.',
  access: { permission: 'team.ownership', scope: 'merchant' },
  stepUp: true,
  audit: (input, result) => ({ objects: [], details: { ended: result.ended, hold: input.hold, reason: input.reason } }),
  errors: [errors.stepUpRequired],
  async run(tx, input, actor, effects) {
    const { now } = effects
    const ended = await stopEverything(tx, { keptSessionId: actor.sessionId, by: actor.accountId, isHeld: input.hold, now })
    const to = { permission: 'team.settings', about: null } as const
    const notices = [{ to, kind: 'emergencyStopped', params: { name: actor.name } }] as const
    for (const fact of await writeNotices(tx, now, notices)) effects.announce(fact)
    effects.announce(emergencyStopped)
    // No ids = everybody: every open page is checked again at once.
    effects.announce(accountChanged([]))
    return { ended }
  },
})
