import { apps } from '#contract/apps.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { CONSENT_DAYS } from '../app.ts'
import { insertConsent } from '../app-store.ts'
import { askedConsent } from '../oauth/asked-consent.ts'
import { decideInteraction, lockInteraction } from '../oauth/interaction-store.ts'
import { grantIdOf } from '../oauth/oauth-adapter.ts'

const DAY_MS = 24 * 3600_000

export const decideConsent = command({
  name: 'apps.decideConsent',
  ...apps.decideConsent,
  summary: 'Agrees to what an app asks in this visit, or declines it. Answers where the browser goes on.',
  access: { permission: 'account.self', scope: 'shared' },
  audit: ({ agree }, { appId, given }, actor) => ({
    objects: [
      { kind: 'app', id: appId },
      { kind: 'account', id: actor.accountId },
    ],
    details: { agree, given },
  }),
  errors: [errors.visitOver, errors.appStopped, errors.notSignedIn],
  async run(tx, { visitId, agree }, actor, { now }) {
    // The visit goes on in the browser of this session only; whoever has none cannot decide.
    const sessionId = actor.sessionId ?? fail(errors.notSignedIn)
    const asked = await askedConsent(tx, await lockInteraction(tx, visitId, now), actor, now)
    const { app, identity, functions, withheld, returnTo } = asked
    if (!agree) {
      const result = { error: 'access_denied', error_description: 'the person declined' }
      await decideInteraction(tx, visitId, { result, sessionId })
      return { goTo: returnTo, appId: app.app_id, given: [] }
    }
    if (app.user_functions === null) return fail(errors.appStopped, { app: app.name })
    const consentId = newId()
    const given = [...identity, ...functions]
    await insertConsent(tx, {
      consentId,
      appId: app.app_id,
      accountId: actor.accountId,
      asked: [...identity, ...functions, ...withheld],
      given,
      now,
      expiresAt: new Date(now.getTime() + CONSENT_DAYS * DAY_MS),
    })
    const result = {
      login: { accountId: actor.accountId, remember: false, ts: Math.floor(now.getTime() / 1000) },
      consent: { grantId: grantIdOf(tx.merchantId, consentId) },
    }
    await decideInteraction(tx, visitId, { result, sessionId })
    return { goTo: returnTo, appId: app.app_id, given }
  },
})
