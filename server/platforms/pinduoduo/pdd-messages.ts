/** Pinduoduo's message socket: one line for the app brings the changes of all shops that granted it access. */
import { WebSocket } from 'ws'
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, PlatformFailure, type PushBatch, type PushNotice } from '#server/platforms/platform.ts'
import { messageBase } from '#server/platforms/pop/pdd-hosts.ts'
import { pddMessagePath } from '#server/platforms/pop/pdd-sign.ts'
import { heartbeatAt, noticeOf, type PddMessage, readFrame, receiptOf } from './pdd-message.ts'

const HEARTBEAT_MS = ruleValue('pinduoduo', 'heartbeat', 'seconds') * 1000
const SILENCE_MS = ruleValue('pinduoduo', 'silence', 'seconds') * 1000
const HANDSHAKE_MS = 30_000
const GOODBYE_MS = 2000
const LARGEST_FRAME_BYTES = 1024 * 1024
/** Messages wait here for the caller; more than this and the line is left to fill up until some are taken. */
const MOST_WAITING = 1000

type Line = {
  /** What has arrived since the last call, at least one message; null = the caller stopped listening. Throws when the line has broken. */
  take(): Promise<PddMessage[] | null>
  send(text: string): Promise<void>
  close(): void
}

/** Batches as they arrive; unacknowledged messages are sent again by the platform. Messages that concern no order are acknowledged here. */
export async function* listenToPinduoduo(connection: Connection): AsyncGenerator<PushBatch> {
  if (connection.signal?.aborted) return
  const line = openLine(connection)
  try {
    for (let messages = await line.take(); messages !== null; messages = await line.take()) {
      const told = messages.map((message) => ({ message, notice: noticeOf(message) }))
      const acknowledge = async (meant: PddMessage[]): Promise<void> => {
        for (const message of meant) await line.send(receiptOf(message, connection.now()))
      }
      await acknowledge(told.filter(({ notice }) => notice === null).map(({ message }) => message))
      const notices = told.map(({ notice }) => notice).filter((notice): notice is PushNotice => notice !== null)
      const speaking = told.filter(({ notice }) => notice !== null).map(({ message }) => message)
      if (notices.length > 0) yield { notices, acknowledge: () => acknowledge(speaking) }
    }
  } catch (error) {
    // A receipt that found the line closed because the caller stopped listening is no trouble of the line.
    if (!connection.signal?.aborted) throw error
  } finally {
    line.close()
  }
}

function openLine({ gatewayUrl, appKey, appSecret, now, signal }: Connection): Line {
  const socket = new WebSocket(messageBase(gatewayUrl) + pddMessagePath(appKey, now(), appSecret), {
    handshakeTimeout: HANDSHAKE_MS,
    maxPayload: LARGEST_FRAME_BYTES,
  })
  const inbox = createInbox(signal)
  const stopPulse = keepAlive(socket, now, () =>
    inbox.breakWith(lineFailure('line-silent', 'The message line has fallen silent.')),
  )
  socket.on('message', (data) => {
    const frame = readFrame(String(data))
    if (frame.kind === 'failure') inbox.breakWith(lineFailure('line-refused', `Pinduoduo ended the message line: ${frame.text}`))
    if (frame.kind === 'message' && inbox.put(frame.message) >= MOST_WAITING) socket.pause()
  })
  socket.on('unexpected-response', (_request, response) => {
    inbox.breakWith(handshakeFailure(response.statusCode ?? 0, now()))
    socket.terminate()
  })
  socket.on('error', (error) => inbox.breakWith(lineFailure('line-broken', `The message line failed: ${error.message}`)))
  socket.on('close', (code) => inbox.breakWith(lineFailure('line-closed', `The message line was closed (${code}).`)))
  function close(): void {
    stopPulse()
    signal?.removeEventListener('abort', stop)
    // Receipts that are on their way still arrive; a peer that does not say goodbye is not waited for.
    socket.close()
    setTimeout(() => socket.terminate(), GOODBYE_MS).unref()
  }
  // At once, also while the caller is busy with a batch: what it holds comes again.
  function stop(): void {
    close()
    inbox.wake()
  }
  signal?.addEventListener('abort', stop)
  return {
    async take() {
      const taken = await inbox.take()
      if (socket.readyState === WebSocket.OPEN) socket.resume()
      return taken
    },
    send: (text) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== WebSocket.OPEN) return reject(lineFailure('line-closed', 'The message line is closed.'))
        socket.send(text, (error) => (error ? reject(lineFailure('line-broken', error.message)) : resolve()))
      }),
    close,
  }
}

/** Messages on their way from the socket to the caller. What arrived before the line broke is handed over first. */
function createInbox(signal: AbortSignal | undefined) {
  let waiting: PddMessage[] = []
  let broken: PlatformFailure | null = null
  let wake = (): void => {}
  return {
    wake: () => wake(),
    /** Answers how many wait now. */
    put(message: PddMessage): number {
      waiting.push(message)
      wake()
      return waiting.length
    },
    breakWith(failure: PlatformFailure): void {
      broken ??= failure
      wake()
    },
    async take(): Promise<PddMessage[] | null> {
      while (waiting.length === 0 && broken === null && !signal?.aborted)
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      if (signal?.aborted) return null
      if (waiting.length === 0 && broken !== null) throw broken
      const taken = waiting
      waiting = []
      return taken
    },
  }
}

/** Heartbeats for the platform; whether it answers them is not written anywhere, so pings tell us that the line lives. Answers how to stop. */
function keepAlive(socket: WebSocket, now: () => number, onSilence: () => void): () => void {
  let heardAt = performance.now()
  const heard = (): void => {
    heardAt = performance.now()
  }
  socket.on('message', heard)
  socket.on('pong', heard)
  const pulse = setInterval(() => {
    // Nothing is read from a line that waits for the caller.
    if (socket.isPaused) heard()
    if (performance.now() - heardAt > SILENCE_MS) {
      onSilence()
      socket.terminate()
    } else if (socket.readyState === WebSocket.OPEN) {
      socket.send(heartbeatAt(now()))
      socket.ping()
    }
  }, HEARTBEAT_MS)
  return () => clearInterval(pulse)
}

/** Whoever holds the line opens it again; what was not acknowledged comes again. */
const lineFailure = (code: string, sentence: string): PlatformFailure => new PlatformFailure('retry', code, sentence)

function handshakeFailure(status: number, nowMs: number): PlatformFailure {
  const [code, sentence] = [`http-${status}`, `The message line was refused with HTTP ${status}.`]
  if (status === 429) return new PlatformFailure('wait', code, sentence, new Date(nowMs + 60_000).toISOString())
  return new PlatformFailure(status >= 400 && status < 500 && status !== 408 ? 'our_fault' : 'retry', code, sentence)
}
