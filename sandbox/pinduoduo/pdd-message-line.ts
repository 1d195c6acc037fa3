/** The message socket: at least once, again until acknowledged over the same line, and cut when the client falls silent. */
import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import { type WebSocket, WebSocketServer } from 'ws'
import type { World } from '#sandbox/world.ts'
import { checkMessagePath } from './pdd-checks.ts'
import type { PddState, QueuedMessage } from './pdd-state.ts'

export type MessageLine = {
  publish(message: Omit<QueuedMessage, 'id' | 'createdAt' | 'dueAt'>): void
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer, path: string): void
  stop(): void
}

/** Name under which faults can hit the line: an outage cuts it. */
const LINE = 'pdd.message'
const FIRST_ID = 8_160_000_000_000_000_000n
const SILENCE_MS = 3 * 60_000
const LOOK_MS = 100
const MOST_WAITING = 200_000

export function createMessageLine(world: World, state: PddState): MessageLine {
  const server = new WebSocketServer({ noServer: true })
  const heardAt = new Map<WebSocket, number>()
  let looking: NodeJS.Timeout | null = null

  function deliver(): void {
    const at = world.now()
    for (const [socket, heard] of heardAt) if (at - heard > SILENCE_MS) socket.terminate()
    const [socket] = heardAt.keys()
    if (!socket) return
    for (const message of state.messages.values()) {
      if (message.dueAt > at) continue
      if (world.faults.strike('outage', LINE)) {
        socket.terminate()
        return
      }
      const copies = world.faults.strike('duplicatePush', LINE) ? 2 : 1
      for (let copy = 0; copy < copies; copy++) socket.send(messageJson(message, at))
      state.messages.set(message.id, { ...message, dueAt: at + Math.max(world.messages.redeliveryMs(), 1) })
    }
  }

  function listenTo(socket: WebSocket): void {
    heardAt.set(socket, world.now())
    socket.on('message', (data) => {
      heardAt.set(socket, world.now())
      const text = String(data)
      const id = /"commandType":"Ack"/.test(text) ? /"id":(\d+)/.exec(text)?.[1] : undefined
      if (id !== undefined) state.messages.delete(id)
      if (/"commandType":"HeartBeat"/.test(text)) socket.send(`{"commandType":"HeartBeat","time":${world.now()}}`)
    })
    socket.on('close', () => heardAt.delete(socket))
    socket.on('error', () => socket.terminate())
    looking ??= setInterval(deliver, LOOK_MS).unref()
    deliver()
  }

  return {
    publish(message) {
      const id = String(FIRST_ID + BigInt(state.nextMessage()))
      state.messages.set(id, { ...message, id, createdAt: world.now(), dueAt: 0 })
      const oldest = state.messages.size > MOST_WAITING ? state.messages.keys().next() : null
      if (oldest && !oldest.done) state.messages.delete(oldest.value)
      deliver()
    },
    upgrade(request, socket, head, path) {
      const isOut = world.faults.strike('outage', LINE) !== null
      const clientId = checkMessagePath(path, world.shops.appSecret, world.platformNow())
      if (isOut) socket.destroy()
      else if (clientId === null) socket.end('HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\nconnection: close\r\n\r\n')
      else server.handleUpgrade(request, socket, head, listenTo)
    },
    stop() {
      if (looking) clearInterval(looking)
      for (const socket of heardAt.keys()) socket.terminate()
      server.close()
    },
  }
}

/** Ids are bare numbers beyond 2^53; the content is JSON inside a JSON text. */
function messageJson({ id, type, mallId, content, createdAt }: QueuedMessage, at: number): string {
  const inner = `{"type":${JSON.stringify(type)},"mallID":${mallId},"content":${JSON.stringify(content)}}`
  return `{"id":${id},"commandType":"Common","time":${createdAt},"sendTime":${at},"message":${inner}}`
}
