/** Tells the application what happened, at the one address it has given: signed, several messages at once, again when the answer is not code 0. */
import type { ChangeNotice, OrderChange } from '#sandbox/outside-platform.ts'
import type { World } from '#sandbox/world.ts'
import { sandboxDouyinApp } from './app.ts'
import { pushSignature } from './signature.ts'

/** Only 100, 101 and 201 are known for sure; a receiver goes by the content. */
const TAGS: Record<OrderChange, string> = {
  created: '100',
  paid: '101',
  partlyShipped: '108',
  shipped: '102',
  waybillChanged: '104',
  finished: '103',
  closed: '106',
  changed: '111',
  noteChanged: '109',
  addressChanged: '110',
  refundAsked: '200',
  refundRefused: '204',
  refundSettled: '201',
}
const ANSWER_WITHIN_MS = 5000
const AGAIN_AFTER_MS = 1000
const TRIES = 4
const MOST_AT_ONCE = 20
const TRIAL = { tag: '0', msg_id: '0', data: '2020-09-10T16:00:00+08:00' }

/** `data` is JSON inside JSON. */
type Message = { tag: string; msg_id: string; data: string }
export type Pusher = {
  tell(notice: ChangeNotice): void
  /** As the console does before it keeps an address: it has to take a trial. False = not kept. */
  setAddress(address: string): Promise<boolean>
  address(): string
  stop(): void
}

export function createPusher(world: World): Pusher {
  const addresses = world.state.table<string>('douyin push address')
  const nextNumber = world.state.counter('douyin messages')
  const ending = new AbortController()
  const timers = new Set<NodeJS.Timeout>()
  let collected: Message[] = []
  const address = (): string => addresses.get('app') ?? ''

  function later(act: () => void, ms: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer)
      act()
    }, ms)
    timers.add(timer.unref())
  }
  async function deliver(messages: Message[], triesLeft: number): Promise<void> {
    if (ending.signal.aborted || (await post(address(), messages, ending.signal)) || triesLeft <= 1) return
    later(() => void deliver(messages, triesLeft - 1), AGAIN_AFTER_MS)
  }
  /** What happens in one turn travels together. */
  function flush(): void {
    const messages = collected
    collected = []
    for (let start = 0; start < messages.length; start += MOST_AT_ONCE)
      void deliver(messages.slice(start, start + MOST_AT_ONCE), TRIES)
  }
  return {
    tell(notice) {
      if (!notice.shop.receivesPushes || address() === '') return
      if (collected.length === 0) later(flush, 0)
      const message = messageOf(notice, nextNumber())
      collected.push(message)
      if (world.faults.strike('duplicatePush', '')) collected.push(message)
    },
    async setAddress(wished) {
      if (!URL.canParse(wished) || !(await post(wished, [TRIAL], ending.signal))) return false
      addresses.set('app', wished)
      return true
    },
    address,
    stop() {
      ending.abort()
      for (const timer of timers) clearTimeout(timer)
    },
  }
}

/** Ids stand as bare numbers in the content. */
function messageOf({ change, order, shop, lineId }: ChangeNotice, number: number): Message {
  const tag = TAGS[change]
  const seconds = Math.floor(order.modifiedAt / 1000)
  const lines = lineId === undefined ? order.lines.map(({ oid }) => oid) : [lineId]
  const ids = `"p_id":${order.tid},"s_ids":[${lines.join(',')}],"shop_id":${shop.id}`
  return {
    tag,
    msg_id: `${order.tid}${number}:${tag}:${seconds}:${sandboxDouyinApp.appKey}`,
    data: `{${ids},"update_time":${seconds}}`,
  }
}

async function post(address: string, messages: readonly Message[], signal: AbortSignal): Promise<boolean> {
  const { appKey, appSecret } = sandboxDouyinApp
  const body = JSON.stringify(messages)
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'app-id': appKey,
        'sign-method': 'hmac-sha256',
        'event-sign': pushSignature(appKey, body, appSecret, 'hmac-sha256'),
      },
      body,
      signal: AbortSignal.any([signal, AbortSignal.timeout(ANSWER_WITHIN_MS)]),
    })
    const answer: unknown = await response.json()
    return response.ok && typeof answer === 'object' && answer !== null && 'code' in answer && answer.code === 0
  } catch {
    return false
  }
}
