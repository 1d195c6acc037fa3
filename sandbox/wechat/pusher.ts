/** Tells shops what happened, at the address each has given: encrypted, signed, again when nobody said `success`. */
import { randomBytes } from 'node:crypto'
import type { ChangeNotice, OrderChange } from '#sandbox/outside-platform.ts'
import type { SandboxShop } from '#sandbox/shops.ts'
import type { World } from '#sandbox/world.ts'
import { encryptMessage, signatureOf } from './message-cipher.ts'
import { shopKeysOf } from './shop-keys.ts'

const EVENTS: Record<OrderChange, string> = {
  created: 'channels_ec_order_new',
  paid: 'channels_ec_order_pay',
  partlyShipped: 'channels_ec_order_deliver',
  shipped: 'channels_ec_order_deliver',
  waybillChanged: 'channels_ec_order_deliver',
  finished: 'channels_ec_order_confirm',
  closed: 'channels_ec_order_cancel',
  changed: 'channels_ec_order_ext_info_update',
  noteChanged: 'channels_ec_order_ext_info_update',
  addressChanged: 'channels_ec_order_ext_info_update',
  refundAsked: 'channels_ec_aftersale_update',
  refundRefused: 'channels_ec_aftersale_update',
  refundSettled: 'channels_ec_aftersale_update',
}
const ANSWER_WITHIN_MS = 5000
const AGAIN_AFTER_MS = 1000
const TRIES = 4
const CHAT_TRIES = 11

export type Pusher = {
  tell(notice: ChangeNotice): void
  /** A buyer writes to the shop. Answers the message's id. */
  say(shop: SandboxShop, openId: string, text: string): string
  /** As the console does before it keeps an address: only who knows the token sends the text back. False = not kept. */
  setAddress(shop: SandboxShop, address: string): Promise<boolean>
  addressOf(shopId: string): string
  stop(): void
}

export function createPusher(world: World): Pusher {
  const addresses = world.state.table<string>('wechat push addresses')
  const nextMessage = world.state.counter('wechat buyer messages')
  const ending = new AbortController()
  const waiting = new Set<NodeJS.Timeout>()

  async function deliver(shop: SandboxShop, event: string, triesLeft: number): Promise<void> {
    const address = addresses.get(shop.id)
    if (address === undefined || ending.signal.aborted) return
    const isTaken = await post(address, shop.id, event, world.platformNow(), ending.signal)
    if (isTaken || triesLeft <= 1 || ending.signal.aborted) return
    const again = setTimeout(() => {
      waiting.delete(again)
      void deliver(shop, event, triesLeft - 1)
    }, AGAIN_AFTER_MS)
    waiting.add(again.unref())
  }
  function publish(shop: SandboxShop, event: string, tries: number): void {
    if (!shop.receivesPushes || !addresses.has(shop.id)) return
    void deliver(shop, event, tries)
    if (world.faults.strike('duplicatePush', shop.platform)) void deliver(shop, event, tries)
  }
  return {
    tell: (notice) => publish(notice.shop, orderEvent(notice, world.platformNow()), TRIES),
    say(shop, openId, text) {
      const msg_id = `buyer${nextMessage()}`
      const head = {
        ToUserName: ghOf(shop.id),
        FromUserName: openId,
        CreateTime: secondsOf(world.platformNow()),
        MsgType: 'event',
      }
      publish(
        shop,
        JSON.stringify({ ...head, Event: 'commkf_send_msg_to_kf', msg_id, msg_type: 'text', text: { content: text } }),
        CHAT_TRIES,
      )
      return msg_id
    },
    async setAddress(shop, address) {
      if (!URL.canParse(address) || !(await echoes(address, shop.id, world.platformNow()))) return false
      addresses.set(shop.id, address)
      return true
    },
    addressOf: (shopId) => addresses.get(shopId) ?? '',
    stop() {
      ending.abort()
      for (const again of waiting) clearTimeout(again)
    },
  }
}

const secondsOf = (atMs: number): number => Math.floor(atMs / 1000)
const ghOf = (appId: string): string => `gh_${appId.slice(2, 14)}`

/** Ids stand as bare numbers in pushes. */
function orderEvent({ change, order, shop, lineId }: ChangeNotice, atMs: number): string {
  const head = JSON.stringify({
    ToUserName: ghOf(shop.id),
    FromUserName: order.buyerOpenUid,
    CreateTime: secondsOf(atMs),
    MsgType: 'event',
    Event: EVENTS[change],
  }).slice(0, -1)
  if (EVENTS[change] !== 'channels_ec_aftersale_update') return `${head},"order_info":{"order_id":${order.tid}}}`
  const line = order.lines.find(({ oid }) => oid === lineId) ?? order.lines[0]
  const status =
    { refundAsked: 'MERCHANT_PROCESSING', refundRefused: 'MERCHANT_REJECT_REFUND' }[change as string] ?? 'MERCHANT_REFUND_SUCCESS'
  return `${head},"finder_shop_aftersale_status_update":{"status":"${status}","after_sale_order_id":"${line?.refundId ?? ''}","order_id":"${order.tid}"}}`
}

async function post(address: string, appId: string, event: string, atMs: number, signal: AbortSignal): Promise<boolean> {
  const { messageToken, encodingAesKey } = shopKeysOf(appId)
  const Encrypt = encryptMessage(encodingAesKey, event, appId, randomBytes(16))
  const [timestamp, nonce] = [String(secondsOf(atMs)), randomBytes(5).toString('hex')]
  const url = new URL(address)
  const query = {
    ...{ signature: signatureOf(messageToken, timestamp, nonce), timestamp, nonce, openid: 'sandbox', encrypt_type: 'aes' },
    msg_signature: signatureOf(messageToken, timestamp, nonce, Encrypt),
  }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ToUserName: ghOf(appId), Encrypt }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    })
    return response.ok && (await response.text()) === 'success'
  } catch {
    return false
  }
}

async function echoes(address: string, appId: string, atMs: number): Promise<boolean> {
  const [timestamp, nonce, echostr] = [String(secondsOf(atMs)), randomBytes(5).toString('hex'), randomBytes(10).toString('hex')]
  const url = new URL(address)
  const query = { signature: signatureOf(shopKeysOf(appId).messageToken, timestamp, nonce), timestamp, nonce, echostr }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
    return response.ok && (await response.text()) === echostr
  } catch {
    return false
  }
}
