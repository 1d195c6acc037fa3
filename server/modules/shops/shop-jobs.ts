import { errorSentence } from '#contract/error-definition.ts'
import { failpoint } from '#kernel/failpoint.ts'
import { Failure } from '#kernel/failure.ts'
import { merchantId } from '#kernel/ids.ts'
import { exponentialBackoff, type JobContext, type JobHandler, RunAgainAt } from '#kernel/jobs.ts'
import { type AppConnection, type Authorisation, PlatformFailure, type Tokens } from '#server/platforms/platform.ts'
import { adapterFor } from '#server/platforms/registry.ts'
import { listEndingTokens } from './operations/list-ending-tokens.ts'
import { noteAuthorisationLost } from './operations/note-authorisation-lost.ts'
import { readAuthorisationRequest } from './operations/read-authorisation-request.ts'
import { saveTokens } from './operations/save-tokens.ts'
import { warnOfEndings } from './operations/warn-of-endings.ts'
import { appConnection, openConnection, renewTokens, sealTokens } from './platform-call.ts'

const permissions = ['system.jobs'] as const

/** A code works once: when the process dies between the platform's answer and our commit, the owner has to grant again. */
export const exchangeCodeJob: JobHandler = {
  kind: 'shops.exchangeCode',
  actor: 'shops',
  permissions,
  maxAttempts: 6,
  backoffMs: exponentialBackoff(1000, 60_000),
  async run(payload, context) {
    const request = await context.call(readAuthorisationRequest, { requestId: String(payload.requestId) })
    const { shopId, platform, redirectUrl, codeSealed } = request
    if (codeSealed === null) return
    const code = context.world.vault.open(merchantId(request.merchantId), Buffer.from(codeSealed, 'base64'))
    try {
      failpoint('shops.exchangeCode.beforeCall')
      const { authorisation } = adapterFor(platform)
      const tokens = await exchanged(authorisation, appConnection(context, platform), code, redirectUrl)
      failpoint('shops.exchangeCode.afterCall')
      await context.call(saveTokens, { shopId, tokenVersion: null, tokens: sealTokens(context, request.merchantId, tokens) })
    } catch (error) {
      await settleExchangeFailure(context, shopId, error)
    }
  },
}

/** `secret`: the platform's code, or what was typed, as JSON. */
function exchanged(authorisation: Authorisation, app: AppConnection, secret: string, redirectUrl: string): Promise<Tokens> {
  switch (authorisation.way) {
    case 'code':
      return authorisation.exchange(app, secret, redirectUrl)
    case 'credentials':
      return authorisation.exchange(app, JSON.parse(secret) as Record<string, string>)
    case 'none':
      throw new PlatformFailure('our_fault', 'no-tokens', 'Shops of this platform have no tokens.')
  }
}

async function settleExchangeFailure(context: JobContext, shopId: string, error: unknown): Promise<void> {
  if (error instanceof PlatformFailure && error.kind === 'wait') throw new RunAgainAt(new Date(error.retryAt ?? Date.now()))
  const isFinal = error instanceof Failure || (error instanceof PlatformFailure && error.kind !== 'retry')
  if (!isFinal && !context.isLastAttempt) throw error
  const reason = error instanceof Failure ? errorSentence(error.definition, error.params, 'zh') : (error as Error).message
  await context.call(noteAuthorisationLost, { shopId, tokenVersion: null, reason })
}

/** Renews tokens before they end, shop by shop; one that fails does not keep the others from theirs. */
export const renewTokensJob: JobHandler = {
  kind: 'shops.renewTokens',
  actor: 'shops',
  permissions,
  maxAttempts: 1,
  backoffMs: () => 0,
  async run(_payload, context) {
    await context.call(warnOfEndings, {})
    const { shopIds } = await context.call(listEndingTokens, {})
    for (const shopId of shopIds) {
      if (context.signal.aborted) return
      try {
        await renewTokens(context, await openConnection(context, shopId))
      } catch (error) {
        context.world.logger.warn({ err: error, shopId }, 'tokens could not be renewed')
      }
    }
  },
}
