import { errors } from '#contract/errors.ts'
import { intake } from '#contract/intake.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { spendBudget } from '#modules/team/public.ts'
import { rawMessage } from '../intake-views.ts'

export const revealMessage = command({
  name: 'intake.revealMessage',
  ...intake.revealMessage,
  summary: 'One raw message in plain text. Each look stands in the log and counts against the day’s budget.',
  access: { permission: 'orders.viewReceiver', scope: 'shop' },
  stepUp: 'inside',
  answersSecret: true,
  audit: ({ messageId, reason }, { budget }) => ({
    kind: 'reveal',
    objects: [{ kind: 'message', id: messageId }],
    details: { reason: reason ?? '', usedToday: budget.used },
  }),
  errors: [errors.notFound, errors.budgetSpent, errors.budgetExhausted, errors.approvalRequired],
  async run(tx, { messageId }, actor, { now }) {
    const { body, shopId } = (await rawMessage(tx, actor.scope, messageId)) ?? fail(errors.notFound)
    const wanted = { permission: 'orders.viewReceiver', kind: 'reveals', amount: 1, rows: [{ shopId }] } as const
    return { body, budget: await spendBudget(tx, actor, wanted, now) }
  },
})
