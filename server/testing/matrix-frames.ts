/** What everybody hears on an open page. */
import { once } from 'node:events'
import WebSocket from 'ws'
import type { MatrixPerson } from './matrix-team.ts'

type Heard = Map<string, string[]>
type Frame = { facts: { kind: string; ids: string[] }[] }

/** Opens a page for each, publishes, and answers by name what came: kind → ids. Who gets no seat is missing. */
export async function framesHeard(
  port: number,
  people: readonly MatrixPerson[],
  publish: () => void,
): Promise<Map<string, Heard>> {
  const pages = (await Promise.all(people.map((person) => openPage(port, person)))).filter((page) => page !== undefined)
  publish()
  await Promise.all(pages.map(({ socket }) => fence(socket)))
  for (const { socket } of pages) socket.terminate()
  return new Map(pages.map(({ name, heard }) => [name, heard]))
}

async function openPage(port: number, { name, headers }: MatrixPerson) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/api/realtime`, { headers })
  const heard: Heard = new Map()
  const seated = new Promise<boolean>((resolve) => {
    socket.on('message', (text) => {
      for (const { kind, ids } of (JSON.parse(String(text)) as Frame).facts) heard.set(kind, ids)
      resolve(true)
    })
    socket.on('close', () => resolve(false))
    socket.on('error', () => resolve(false))
  })
  return (await seated) ? { name, socket, heard } : undefined
}

/** The answer to a ping comes after everything that was sent before it. */
async function fence(socket: WebSocket): Promise<void> {
  const pong = once(socket, 'pong')
  socket.ping()
  await pong
}
