import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { inMerchant } from '#kernel/db.ts'
import type { RawAnswer } from '#kernel/http-raw-routes.ts'
import { type MerchantId, merchantId } from '#kernel/ids.ts'
import { type PublicContext, publicCommand } from '#kernel/operation.ts'
import { readNoticedRequest } from '#modules/intake/intake-requests.ts'
import { renewalSecret } from '#modules/shops/public.ts'
import type { Pushes, PushReceipt, PushRequest, PushSecrets } from '#server/platforms/platform.ts'
import { platforms, type RegisteredPlatform } from '#server/platforms/registry.ts'
import { noticesByMerchant, shopNotice } from '../deliver-notices.ts'
import type { ShopNotice } from '../push-notice.ts'
import { keepNotices } from '../push-notice-store.ts'

type HttpPushes = Extract<Pushes, { way: 'http' }>
type Address = { platform: string; merchantId: string | null; shopId: string | null }

const texts = z.record(z.string(), z.string())
/** A little above the megabyte that the door lets in, in base64. */
const MOST_BODY_LETTERS = 1_400_000

export const receivePush = publicCommand({
  name: 'intake.receivePush',
  ...shape(
    {
      platform: z.string().max(40),
      /** Both for platforms whose pushes are signed with keys of each shop; null = the address is the whole installation's. */
      merchantId: z.string().max(20).nullable(),
      shopId: z.string().max(40).nullable(),
      method: z.enum(['GET', 'POST']),
      query: texts,
      headers: texts,
      /** base64 */
      rawBody: z.string().max(MOST_BODY_LETTERS),
    },
    z.object({ status: z.number(), contentType: z.string(), body: z.string(), subject: z.string(), outcome: z.string() }),
  ),
  summary:
    'Takes what a platform tells of changed orders, when its signature is good; the orders are then read from the platform.',
  public: true,
  errors: [],
  async run(context, input): Promise<RawAnswer> {
    const platform = platforms.find(({ adapter }) => adapter.platform === input.platform)
    const pushes = platform?.adapter.pushes
    if (!platform || pushes?.way !== 'http') return nobodyHere('')
    const secrets = await secretsFor(context, platform, pushes, input)
    if (secrets === null) return nobodyHere(input.platform)
    const { method, query, headers } = input
    const receipt = verified(pushes, { method, query, headers, rawBody: Buffer.from(input.rawBody, 'base64') }, secrets)
    const subject = input.platform
    if (receipt.verdict === 'refused') {
      context.world.logger.warn({ platform: subject, shopId: input.shopId, reason: receipt.reason }, 'a push was refused')
      return { ...receipt.reply, subject, outcome: 'refused' }
    }
    return { ...receipt.reply, subject, outcome: await keep(context, input, pushes, receipt.notices) }
  },
})

const nobodyHere = (subject: string): RawAnswer => ({
  ...{ status: 404, contentType: 'text/plain', body: 'unknown address', subject, outcome: 'unknown' },
})

/** Null when nothing here can verify what comes to this address. */
async function secretsFor(
  { database, world }: PublicContext,
  { appOf }: RegisteredPlatform,
  { perShop }: HttpPushes,
  address: Address,
): Promise<PushSecrets | null> {
  const app = appOf(world.config)
  if (perShop !== (address.shopId !== null)) return null
  if (!perShop) return app && { appKey: app.appKey, appSecret: app.appSecret, shopSecret: '' }
  const shop = shopAt(address)
  if (shop === null) return null
  const shopSecret = await inMerchant(database, shop.merchant, 'read', (reader) =>
    renewalSecret(reader, world.vault, { shopId: shop.shopId, platform: address.platform }),
  )
  return shopSecret === null ? null : { appKey: app?.appKey ?? '', appSecret: app?.appSecret ?? '', shopSecret }
}

function shopAt({ merchantId: merchant, shopId }: Address): { merchant: MerchantId; shopId: string } | null {
  if (merchant === null || shopId === null || !/^\d{1,18}$/.test(merchant)) return null
  return z.uuid().safeParse(shopId).success ? { merchant: merchantId(merchant), shopId } : null
}

/** Whatever a stranger sends, the verdict is one: a reader that stumbles has read nothing genuine. */
function verified(pushes: HttpPushes, request: PushRequest, secrets: PushSecrets): PushReceipt {
  try {
    return pushes.receive(request, secrets)
  } catch (error) {
    const reason = error instanceof Error ? error.name : 'unreadable'
    return { verdict: 'refused', reason, reply: { status: 400, contentType: 'text/plain', body: 'unreadable' } }
  }
}

/** What is new is kept and read by a job; both in one transaction of each merchant meant. Answers what became of it, in a word. */
async function keep(
  context: PublicContext,
  address: Address,
  { perShop }: HttpPushes,
  notices: Extract<PushReceipt, { verdict: 'genuine' }>['notices'],
): Promise<string> {
  if (notices.length === 0) return 'nothing'
  const shop = perShop ? shopAt(address) : null
  const told: Map<MerchantId, ShopNotice[]> = shop
    ? new Map([[shop.merchant, notices.map((notice) => shopNotice(shop.shopId, notice))]])
    : await context.directory((directory) => noticesByMerchant(directory, address.platform, notices))
  let isNew = false
  for (const [merchant, ofMerchant] of told) {
    const shopIds = await inMerchant(context.database, merchant, 'write', async (tx) => {
      const fresh = await keepNotices(tx, address.platform, ofMerchant, context.now)
      await context.enqueue(tx, fresh.map(readNoticedRequest))
      return fresh
    })
    isNew ||= shopIds.length > 0
  }
  return isNew ? 'stored' : 'known'
}
