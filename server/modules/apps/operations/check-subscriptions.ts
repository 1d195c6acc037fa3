import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { command } from '#kernel/operation.ts'
import { appsChanged } from '../app-events.ts'
import { giveNotice } from '../notice-store.ts'
import { FIRST_REMINDER_MS, reminderDue } from '../subscription-rules.ts'
import { appsNearEnd, noteReminder } from '../subscription-store.ts'

/** An app stops at its end by itself, at every call; here it is only said, a week and a day before and when it has happened. */
export const checkSubscriptions = command({
  name: 'apps.checkSubscriptions',
  ...shape({}, z.object({ reminded: z.array(z.string()) })),
  summary: 'Reminds of subscriptions of apps that end.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  audit: { exempt: 'a reminder changes nothing but the notice, which says when it came' },
  errors: [],
  async run(tx, _input, _actor, { now, announce }) {
    const reminded: string[] = []
    for (const app of await appsNearEnd(tx, new Date(now.getTime() + FIRST_REMINDER_MS))) {
      const days = reminderDue(app.ends_at, app.reminded_days, now)
      if (days === undefined) continue
      const notice = {
        appId: app.app_id,
        kind: days === 0 ? 'subscriptionEnded' : 'subscriptionEnds',
        params: { days, endsAt: app.ends_at },
      } as const
      for (const fact of await giveNotice(tx, notice, now)) announce(fact)
      await noteReminder(tx, app.app_id, days)
      reminded.push(app.app_id)
    }
    if (reminded.length > 0) announce(appsChanged(reminded))
    return { reminded }
  },
})
