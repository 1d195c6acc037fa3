/** Asking platforms for receivers in plain text. Only a reading: after an answer that nobody knows it is asked again. */
import { errorSentence } from '#contract/error-definition.ts'
import { errors } from '#contract/errors.ts'
import { failpoint } from '#kernel/failpoint.ts'
import { Failure } from '#kernel/failure.ts'
import { merchantId } from '#kernel/ids.ts'
import { type JobContext, RunAgainAt } from '#kernel/jobs.ts'
import { callPlatform } from '#modules/shops/public.ts'
import { PlatformFailure } from '#server/platforms/platform.ts'
import type { RevealedReceiver } from '#server/platforms/platform-services.ts'
import { recordReceiver } from './operations/record-receiver.ts'
import { type Ask, takeReceiver } from './operations/take-receiver.ts'
import type { PlainReceiver } from './reveal.ts'

export async function askReceivers(context: JobContext, shopId: string): Promise<void> {
  while (!context.signal.aborted) {
    const { ask, again } = await context.call(takeReceiver, { shopId })
    if (again !== null) throw new RunAgainAt(new Date(again))
    if (ask === null) return
    const { orderId, askNumber } = ask
    const answer = await answerTo(context, shopId, ask).catch((error: unknown) => failureOf(context, error))
    const heard = 'kind' in answer ? { told: null, failure: answer } : { told: sealed(context, ask, answer), failure: null }
    await context.call(recordReceiver, { shopId, orderId, askNumber, ...heard })
  }
}

type AskFailure = Pick<PlatformFailure, 'kind' | 'platformCode' | 'message' | 'retryAt'>
const failed = ({ kind, platformCode, message, retryAt }: AskFailure): AskFailure => ({ kind, platformCode, message, retryAt })

/** A decryption that is used up says nothing about the pace of the shop's other calls, so it is no failure of this call. */
async function answerTo(
  context: JobContext,
  shopId: string,
  { platformOrderId, handle }: Ask,
): Promise<RevealedReceiver | AskFailure> {
  return callPlatform(context, shopId, async (connection, { services }) => {
    if (!services.revealReceiver) throw new PlatformFailure('refused', 'not-offered', 'The platform decrypts nothing.')
    try {
      failpoint('orders.askReceiver.beforeCall')
      const [receiver] = await services.revealReceiver(connection, [{ platformOrderId, handle }])
      failpoint('orders.askReceiver.afterCall')
      return receiver ?? failed(new PlatformFailure('refused', 'address-missing', 'No receiver came back.'))
    } catch (error) {
      if (error instanceof PlatformFailure && error.kind === 'wait') return failed(error)
      throw error
    }
  })
}

function failureOf(context: JobContext, error: unknown): AskFailure {
  if (context.signal.aborted) throw error
  if (error instanceof PlatformFailure) return failed(error)
  if (error instanceof Failure && error.definition.code === errors.shopNotAuthorised.code)
    return { kind: 'reauthorise', platformCode: '', message: '', retryAt: null }
  // This installation has no application at the platform: nobody shall wait for it.
  if (error instanceof Failure) {
    const { definition, params } = error
    return { kind: 'our_fault', platformCode: definition.code, message: errorSentence(definition, params, 'zh'), retryAt: null }
  }
  throw error
}

function sealed({ world }: JobContext, ask: Ask, { name, phone, address, relayUntil }: RevealedReceiver) {
  const plain: PlainReceiver = { name, phone, address }
  const box = world.vault.seal(merchantId(ask.merchantId), JSON.stringify(plain))
  return { sealed: box.toString('base64'), relayUntil }
}
