/**
 * Carries facts between processes over one LISTEN/NOTIFY connection, coalesced every 20 ms and always after commit
 * (a NOTIFY inside a business transaction would serialise all commits). Loss is harmless: pages also re-read every 5 s.
 */
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import type { DatabaseAddress } from './db.ts'
import type { EventFact, EventHub } from './events.ts'
import { merchantId, newId } from './ids.ts'
import type { Logger } from './logger.ts'

const CHANNEL = 'zhanggui_events'
const COALESCE_MS = 20
const RECONNECT_MS = 1000
/** NOTIFY payloads end at 8000 bytes. */
const PAYLOAD_LIMIT = 7500

type Parcel = { from: string; merchant: string; facts: EventFact[] }

/** A fact too large to travel is sent without ids: listeners then read everything they show again. */
const slim = (fact: EventFact): EventFact => (JSON.stringify(fact).length > PAYLOAD_LIMIT / 2 ? { ...fact, ids: [] } : fact)

export type EventBridge = { close(): Promise<void> }

export async function openEventBridge(address: DatabaseAddress, hub: EventHub, logger: Logger): Promise<EventBridge> {
  const self = newId()
  let client: pg.Client | undefined
  let closed = false
  const connect = async (): Promise<void> => {
    // Pipelined: notices are sent without waiting for one another.
    const config: pg.ClientConfig & { pipeline: boolean } = { ...address, application_name: 'zhanggui-events', pipeline: true }
    const next = new pg.Client(config)
    next.on('error', ({ message }) => {
      if (client !== next) return
      client = undefined
      if (closed) return
      logger.warn({ reason: message }, 'event bridge lost its connection; trying again')
      void reconnect()
    })
    next.on('notification', (message) => {
      const parcel = JSON.parse(message.payload ?? '{}') as Parcel
      if (parcel.from !== self) hub.receive(merchantId(parcel.merchant), parcel.facts)
    })
    await next.connect()
    await next.query(`listen ${CHANNEL}`)
    client = next
    if (closed) await next.end()
  }
  const reconnect = async (): Promise<void> => {
    while (!closed) {
      await wait(RECONNECT_MS, undefined, { ref: false })
      const isBack = await connect().then(
        () => true,
        () => false,
      )
      if (isBack) return
    }
  }
  await connect()

  let waiting = new Map<string, EventFact[]>()
  const flush = (): void => {
    const batch = waiting
    waiting = new Map()
    for (const [merchant, facts] of batch) {
      for (const fact of facts) {
        const payload = JSON.stringify({ from: self, merchant, facts: [slim(fact)] } satisfies Parcel)
        client
          ?.query('select pg_notify($1, $2)', [CHANNEL, payload])
          .catch((error: Error) => logger.warn({ err: error }, 'notify failed'))
      }
    }
  }
  const stopListening = hub.listenLocal((merchant, facts) => {
    if (waiting.size === 0) setTimeout(flush, COALESCE_MS).unref()
    waiting.set(merchant, [...(waiting.get(merchant) ?? []), ...facts])
  })
  return {
    async close() {
      closed = true
      stopListening()
      await client?.end()
    },
  }
}
