/**
 * Tells open pages that something moved. A socket gets only facts its account may know (permission and shop), by the same
 * grants as everything else; who is frozen or signed out loses the socket at once, at the latest with the next check round.
 */
import type { WebSocket } from 'ws'
import { decide, isByShopAlone, type Principal, shopsOf } from './access.ts'
import { inMerchant } from './db.ts'
import type { EventFact } from './events.ts'
import { Failure } from './failure.ts'
import type { MerchantId } from './ids.ts'
import type { Metrics } from './metrics.ts'
import type { Caller, Kernel } from './run-operation.ts'

const CHECK_EVERY_MS = 3000
/** More waiting bytes than this: the reader is too slow and is cut off; it comes back and reads anew. */
const BACKLOG_LIMIT = 1_000_000
export const SESSION_OVER = 4401
const TRY_AGAIN = 1013

type Seat = { socket: WebSocket; caller: Caller; principal: Principal; checks: number }

/** Pure: the part of a fact this principal may be told; undefined when nothing. */
export function visibleFact(principal: Principal, fact: EventFact): EventFact | undefined {
  const decision = decide(principal, { permission: fact.permission, scope: 'shop' })
  if (!decision.allowed) return undefined
  const shops = shopsOf(decision.scope)
  if (!isByShopAlone(decision.scope)) {
    const concerned = shops === 'all' || fact.shopIds.length === 0 || fact.shopIds.some((shop) => shops.has(shop))
    return concerned ? { ...fact, shopIds: [], ids: [] } : undefined
  }
  if (shops === 'all') return fact
  // It belongs to no shop, or does not say to which: that something moved is all that may be told to who sees some shops only.
  if (fact.shopIds.length === 0) return { ...fact, ids: [] }
  const shopIds = fact.shopIds.filter((shop) => shops.has(shop))
  if (shopIds.length === 0) return undefined
  // Ids of several shops travel together; who may not see all of them is told only that something moved.
  return shopIds.length === fact.shopIds.length ? fact : { ...fact, shopIds, ids: [] }
}

export type Realtime = { seat(socket: WebSocket, caller: Caller): Promise<void>; close(): void }

/** `recheckOn`: the fact whose ids are accounts to be checked again at once. */
export function createRealtime(kernel: Kernel, metrics: Metrics, recheckOn: string): Realtime {
  const seats = new Map<MerchantId, Set<Seat>>()
  const recheck = async (seat: Seat): Promise<void> => {
    seat.checks += 1
    try {
      const { principal } = await identify(kernel, seat.caller)
      // Checks can overtake each other: older rights never replace newer ones. Another account: a view began or ended.
      const isAnother = principal.accountId !== seat.principal.accountId
      if (isAnother || principal.epoch >= seat.principal.epoch) seat.principal = principal
    } catch (error) {
      if (error instanceof Failure) seat.socket.close(SESSION_OVER, 'session over')
      else seat.socket.close(TRY_AGAIN, 'could not be checked')
    } finally {
      seat.checks -= 1
    }
  }
  const stopListening = kernel.hub.listen((merchant, facts) => {
    for (const seat of seats.get(merchant) ?? []) {
      if (facts.some((fact) => fact.kind === recheckOn && concerns(fact, seat.principal))) {
        void recheck(seat)
        continue
      }
      const visible = facts.map((fact) => visibleFact(seat.principal, fact)).filter((fact) => fact !== undefined)
      if (visible.length === 0) continue
      if (seat.socket.bufferedAmount > BACKLOG_LIMIT) seat.socket.close(TRY_AGAIN, 'too slow')
      else seat.socket.send(JSON.stringify({ facts: visible.map(({ kind, shopIds, ids }) => ({ kind, shopIds, ids })) }))
      metrics.eventsSent.inc(visible.length)
    }
  })
  const rounds = setInterval(() => {
    for (const set of seats.values()) for (const seat of set) if (seat.checks === 0) void recheck(seat)
  }, CHECK_EVERY_MS)
  rounds.unref()
  return {
    async seat(socket, caller) {
      const seat: Seat = { socket, caller, principal: (await identify(kernel, caller)).principal, checks: 0 }
      // Closed meanwhile: its `close` has been and would never free the seat.
      if (socket.readyState !== socket.OPEN) return
      const set = seats.get(caller.merchantId) ?? new Set()
      seats.set(caller.merchantId, set.add(seat))
      metrics.openSockets.inc()
      socket.on('close', () => {
        set.delete(seat)
        metrics.openSockets.dec()
      })
      socket.send('{"facts":[]}')
    },
    close() {
      stopListening()
      clearInterval(rounds)
      for (const set of seats.values()) for (const seat of set) seat.socket.close(1001, 'server stops')
    },
  }
}

/** A fact too large to travel between processes comes without ids: it may concern anybody. */
const concerns = (fact: EventFact, { accountId, viewedBy }: Principal): boolean =>
  fact.ids.length === 0 || fact.ids.includes(accountId) || (viewedBy !== undefined && fact.ids.includes(viewedBy.accountId))

/** A session that may do nothing for now (locked, no factor yet) is told nothing either. */
const identify = (kernel: Kernel, caller: Caller) =>
  inMerchant(kernel.database, caller.merchantId, 'read', async (reader) => {
    const identity = await caller.identify(reader, kernel.world.now())
    if (identity.hindrance) throw new Failure(identity.hindrance, {})
    return identity
  })
