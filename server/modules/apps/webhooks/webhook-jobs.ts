/** The jobs that speak to webhooks. */
import { failpoint } from '#kernel/failpoint.ts'
import { merchantId } from '#kernel/ids.ts'
import { exponentialBackoff, type JobContext, type JobHandler, RunAgainAt } from '#kernel/jobs.ts'
import { readDelivery } from './operations/read-delivery.ts'
import { recordDelivery } from './operations/record-delivery.ts'
import { outcomeOf, waitBeforeRetryMs } from './retry-rules.ts'
import { type Sent, sendWebhook } from './send-webhook.ts'
import { DELIVER_JOB } from './webhook.ts'
import { signWebhook } from './webhook-signature.ts'

/** A try that failed puts the job back for the next one; what became of it stands in the delivery. A killed worker tries again: receivers know an id they have seen. */
export const deliverWebhookJob: JobHandler = {
  kind: DELIVER_JOB,
  actor: 'apps',
  permissions: ['system.jobs'],
  maxAttempts: 5,
  backoffMs: exponentialBackoff(1000, 60_000),
  async run(payload, context) {
    const deliveryId = String(payload.deliveryId)
    const delivery = await context.call(readDelivery, { deliveryId })
    if (delivery.next === 'nothing') return
    const note = { deliveryId, status: null, ms: null, nextAt: null }
    if (delivery.next === 'withhold') {
      await context.call(recordDelivery, { ...note, outcome: 'withheld', error: delivery.reason })
      return
    }
    const sent = await tryToSend(context, deliveryId, delivery)
    failpoint('apps.deliverWebhook.afterSend')
    const status = sent instanceof Error ? null : sent.status
    const tries = delivery.attempts + 1
    const outcome = outcomeOf(status, tries)
    const wait = waitBeforeRetryMs(tries, sent instanceof Error ? null : sent.retryAfterSeconds)
    const nextAt = outcome === 'again' ? new Date(context.world.now().getTime() + wait) : null
    await context.call(recordDelivery, {
      deliveryId,
      outcome,
      status,
      ms: sent instanceof Error ? null : sent.ms,
      error: sent instanceof Error ? sent.message : outcome === 'delivered' ? null : `HTTP ${sent.status}`,
      nextAt: nextAt?.toISOString() ?? null,
    })
    if (nextAt) throw new RunAgainAt(nextAt)
  },
}

type Ready = { merchantId: string; url: string; body: string; secretsSealed: string[] }
async function tryToSend(context: JobContext, deliveryId: string, ready: Ready): Promise<Sent | Error> {
  const { vault, config } = context.world
  const merchant = merchantId(ready.merchantId)
  const secrets = ready.secretsSealed.map((sealed) => vault.open(merchant, Buffer.from(sealed, 'base64')))
  try {
    return await sendWebhook({
      url: ready.url,
      headers: { ...signWebhook(secrets, deliveryId, context.world.now(), ready.body), 'user-agent': 'Zhanggui-Webhooks/1' },
      body: ready.body,
      mayReachLoopback: config.webhooksToLoopback,
      signal: context.signal,
    })
  } catch (error) {
    // Stopped by us: nothing was learnt about the receiver.
    if (context.signal.aborted) throw error
    return error as Error
  }
}
