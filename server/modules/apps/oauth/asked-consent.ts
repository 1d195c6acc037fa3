/** What an app asks of a person in one visit, and what of it is theirs to give. */

import { isAppFunction } from '#contract/app-functions.ts'
import { errors } from '#contract/errors.ts'
import type { Permission } from '#contract/permissions.ts'
import { decide } from '#kernel/access.ts'
import type { Reader } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { Actor } from '#kernel/operation.ts'
import { IDENTITY_SCOPES } from '../app.ts'
import { type AppForUser, runningAppFor } from '../app-views.ts'
import type { Interaction } from './interaction-store.ts'

export type AskedConsent = {
  app: AppForUser
  /** Scopes about who the person is. */
  identity: string[]
  functions: Permission[]
  withheld: Permission[]
  returnTo: string
  returnsTo: string
  /** The app wants the person to look again, whatever was agreed before. */
  mustAsk: boolean
}

/** Throws visitOver: it is of another merchant, over, or decided. */
export async function askedConsent(
  reader: Reader,
  visit: Interaction | undefined,
  actor: Actor,
  now: Date,
): Promise<AskedConsent> {
  if (!visit || visit.merchantId !== actor.merchantId || visit.decidedSession !== null) return fail(errors.visitOver)
  const { params, returnTo } = visit.payload as { params: Record<string, string>; returnTo: string }
  const app = (await runningAppFor(reader, params.client_id ?? '', actor.accountId, now)) ?? fail(errors.visitOver)
  const scopes = new Set((params.scope ?? '').split(' '))
  const wanted = app.functions.filter((code) => scopes.has(code))
  const functions = wanted.filter(
    (code) =>
      isAppFunction(code) && app.user_functions?.includes(code) && decide(actor, { permission: code, scope: 'shop' }).allowed,
  )
  return {
    app,
    identity: IDENTITY_SCOPES.filter((scope) => scopes.has(scope)),
    functions,
    withheld: wanted.filter((code) => !functions.includes(code)),
    returnTo,
    returnsTo: params.redirect_uri ?? '',
    mustAsk: (params.prompt ?? '').split(' ').includes('consent'),
  }
}
