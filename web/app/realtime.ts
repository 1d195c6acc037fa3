import type { QueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { call } from '#web/shared/api.ts'
import { refreshModules } from '#web/shared/use-operation.ts'

type Fact = { kind: string; shopIds?: string[]; ids?: string[] }
export type Connection = 'connecting' | 'online' | 'offline'

/** Facts that arrive together are answered with one reading. */
const COALESCE_MS = 250
const FIRST_RETRY_MS = 500
const LONGEST_RETRY_MS = 15_000
/** The server ends the connection with this code when the session ended or the account was frozen. */
const SESSION_ENDED = 4401

let connection: Connection = 'connecting'
const listeners = new Set<() => void>()

function become(next: Connection) {
  if (connection === next) return
  connection = next
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void) {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export function useConnection(): Connection {
  return useSyncExternalStore(subscribe, () => connection)
}

/** These concern the bell alone. */
const BELL = new Set(['team.noticesWritten', 'kernel.approvalAsked'])
const BELL_READINGS: unknown[] = ['team.listNotices', 'team.listApprovals']

function factsIn(message: string): { modules: string[]; rings: boolean } {
  const { facts = [] } = JSON.parse(message) as { facts?: Fact[] }
  const others = facts.filter(({ kind }) => !BELL.has(kind))
  return { modules: others.map(({ kind }) => kind.slice(0, kind.indexOf('.'))), rings: others.length < facts.length }
}

/** Collects changed modules and reads them again once per `COALESCE_MS`. */
function gather(client: QueryClient) {
  const changed = new Set<string>()
  let timer: number | undefined
  return {
    add(modules: string[]) {
      for (const module of modules) changed.add(module)
      timer ??= window.setTimeout(() => {
        timer = undefined
        const modulesNow = [...changed]
        changed.clear()
        void refreshModules(client, modulesNow)
      }, COALESCE_MS)
    },
    stop: () => window.clearTimeout(timer),
  }
}

/** Keeps one websocket open and answers facts by reading again. Returns how to stop. */
function listen(client: QueryClient): () => void {
  const facts = gather(client)
  let socket: WebSocket | undefined
  let retryMs = FIRST_RETRY_MS
  let timer: number | undefined
  let isStopped = false
  let wasOffline = false

  function open() {
    window.clearTimeout(timer)
    socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/api/realtime`)
    socket.onopen = () => {
      retryMs = FIRST_RETRY_MS
      become('online')
      // Facts were missed while away.
      if (wasOffline) void client.invalidateQueries()
      wasOffline = false
    }
    socket.onmessage = (event: MessageEvent<string>) => {
      const { modules, rings } = factsIn(event.data)
      facts.add(modules)
      if (rings) void client.invalidateQueries({ predicate: ({ queryKey }) => BELL_READINGS.includes(queryKey[1]) })
    }
    socket.onclose = (event) => {
      if (isStopped) return
      wasOffline = true
      become('offline')
      // The refusal says why, and announces the end; should the session still be good, the connection simply comes back.
      if (event.code === SESSION_ENDED) call('team.readMe', {}).catch(() => undefined)
      // Spread out, so that all browsers of a team do not come back in the same instant.
      timer = window.setTimeout(open, retryMs * (0.7 + Math.random() * 0.6))
      retryMs = Math.min(retryMs * 2, LONGEST_RETRY_MS)
    }
  }

  const openNow = () => {
    if (connection === 'offline' && socket?.readyState === WebSocket.CLOSED) open()
  }
  window.addEventListener('online', openNow)
  open()
  return () => {
    isStopped = true
    window.removeEventListener('online', openNow)
    window.clearTimeout(timer)
    facts.stop()
    socket?.close()
    become('connecting')
  }
}

export function useRealtime(client: QueryClient) {
  useEffect(() => listen(client), [client])
}
