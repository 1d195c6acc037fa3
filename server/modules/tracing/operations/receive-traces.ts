import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { inMerchant } from '#kernel/db.ts'
import type { RawAnswer } from '#kernel/http-raw-routes.ts'
import { type MerchantId, merchantId } from '#kernel/ids.ts'
import { type PublicContext, publicCommand } from '#kernel/operation.ts'
import type { TraceReceipt } from '#server/carriers/tracker.ts'
import { type TracingService, tracingServiceNamed } from '#server/carriers/trackers.ts'
import type { PushRequest } from '#server/platforms/platform.ts'
import { boundServices } from '../service-store.ts'
import { recordPushedRequest } from '../tracing-requests.ts'

const texts = z.record(z.string(), z.string())
/** A little above the megabyte that the door lets in, in base64. */
const MOST_BODY_LETTERS = 1_400_000

export const receiveTraces = publicCommand({
  name: 'tracing.receiveTraces',
  ...shape(
    {
      service: z.string().max(40),
      merchantId: z.string().max(20),
      method: z.enum(['GET', 'POST']),
      query: texts,
      headers: texts,
      /** base64 */
      rawBody: z.string().max(MOST_BODY_LETTERS),
    },
    z.object({ status: z.number(), contentType: z.string(), body: z.string(), subject: z.string(), outcome: z.string() }),
  ),
  summary: 'Takes what a tracing service tells of parcels, when its signature is good.',
  public: true,
  errors: [],
  async run(context, { service: name, merchantId: wanted, rawBody, method, query, headers }): Promise<RawAnswer> {
    const service = tracingServiceNamed(name)
    const merchant = /^\d{1,18}$/.test(wanted) ? merchantId(wanted) : null
    const credentials = service && merchant ? await credentialsOf(context, merchant, name) : null
    if (!service || !merchant || !credentials)
      return { ...{ status: 404, contentType: 'text/plain', body: 'unknown address' }, ...{ subject: '', outcome: 'unknown' } }
    const receipt = verified(service, { method, query, headers, rawBody: Buffer.from(rawBody, 'base64') }, credentials)
    if (receipt.verdict === 'refused') {
      context.world.logger.warn({ service: name, reason: receipt.reason }, 'a push was refused')
      return { ...receipt.reply, subject: name, outcome: 'refused' }
    }
    const { traces } = receipt
    if (traces.length > 0)
      await inMerchant(context.database, merchant, 'write', (tx) => context.enqueue(tx, [recordPushedRequest(traces)]))
    return { ...receipt.reply, subject: name, outcome: traces.length > 0 ? 'stored' : 'nothing' }
  },
})

async function credentialsOf(
  { database, world }: PublicContext,
  merchant: MerchantId,
  name: string,
): Promise<Record<string, string> | null> {
  const bound = await inMerchant(database, merchant, 'read', boundServices)
  const found = bound.find(({ service }) => service === name)
  return found ? (JSON.parse(world.vault.open(merchant, found.sealed)) as Record<string, string>) : null
}

/** Whatever a stranger sends, the verdict is one: a reader that stumbles has read nothing genuine. */
function verified({ tracker }: TracingService, request: PushRequest, credentials: Record<string, string>): TraceReceipt {
  try {
    return tracker.receive(request, credentials)
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unreadable'
    return { verdict: 'refused', reason, reply: { status: 400, contentType: 'text/plain', body: 'unreadable' } }
  }
}
