import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { query } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import { accountClaims } from '#modules/team/public.ts'
import { consentsInForce } from '../app-views.ts'
import { askedConsent } from '../oauth/asked-consent.ts'
import { findInteraction } from '../oauth/interaction-store.ts'

export const readConsent = query({
  name: 'apps.readConsent',
  ...apps.readConsent,
  summary: 'What an app asks of me in this visit: functions and shops, and what of it I may give.',
  access: { permission: 'account.self', scope: 'shared' },
  errors: [errors.visitOver],
  async run(reader, { visitId }, actor, world) {
    const now = world.now()
    const asked = await askedConsent(reader, await findInteraction(reader, visitId, now), actor, now)
    const { app, identity, functions, withheld, returnsTo, mustAsk } = asked
    const [person, shops, known] = await Promise.all([
      accountClaims(reader, actor.accountId),
      app.shop_ids === null ? null : shopsById(reader, app.shop_ids),
      consentsInForce(reader, app.app_id, actor.accountId, now),
    ])
    const isWithin = (given: string): boolean => [...identity, ...functions].every((scope) => given.split(' ').includes(scope))
    return {
      app: { appId: app.app_id, name: app.name, publisher: app.publisher, homePage: app.home_page },
      person: { name: actor.name, login: person?.login ?? '', merchantName: person?.merchantName ?? '' },
      functions,
      withheld,
      shops: shops && [...shops.values()].map((shop) => shop.name),
      obstacle: app.user_functions === null ? ('notSwitchedOn' as const) : null,
      isKnown: !mustAsk && app.user_functions !== null && known.some(isWithin),
      returnsTo,
    }
  },
})
