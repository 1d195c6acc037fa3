/** Several servers on one database, as behind a load balancer, and what a person has open on each of them. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import pg from 'pg'
import WebSocket from 'ws'
import type { Answer } from './sessions.ts'
import type { TestTeam } from './team.ts'

export type Node = { url: string; process: ChildProcess }
export type Nodes = {
  nodes: Node[]
  /** Kills every connection on which the servers hear of each other, again and again, until `mend`. */
  cutNotifications(): Promise<{ mend(): Promise<void> }>
  stop(): Promise<void>
}

export async function startNodes(t: TestTeam, count: number, environment: Record<string, string> = {}): Promise<Nodes> {
  const nodes = await Promise.all(Array.from({ length: count }, () => startNode(t, environment)))
  return {
    nodes,
    cutNotifications: () => cutNotifications(t),
    async stop() {
      await Promise.all(
        nodes.map(async ({ process: child }) => {
          const exited = once(child, 'exit')
          child.send('stop')
          await exited
        }),
      )
    },
  }
}

async function startNode(t: TestTeam, environment: Record<string, string>): Promise<Node> {
  const child = fork(path.join(import.meta.dirname, 'server-process.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      ZHANGGUI_HOME: t.home,
      ZHANGGUI_TEST_ADDRESS: JSON.stringify(t.address),
      PORT: '0',
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
      RATE_LIMIT_PER_MINUTE: '1000000',
      NODE_TEST_CONTEXT: undefined,
      ...environment,
    },
  })
  const [{ url }] = (await once(child, 'message')) as [{ url: string }]
  return { url, process: child }
}

async function cutNotifications(t: TestTeam): Promise<{ mend(): Promise<void> }> {
  const client = new pg.Client({ ...t.address })
  await client.connect()
  let isCut = true
  const cut = () =>
    client.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'zhanggui-events' and datname = current_database()`,
    )
  await cut()
  const cutting = (async () => {
    while (isCut) {
      await cut()
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })()
  return {
    async mend() {
      isCut = false
      await cutting
      await client.end()
    },
  }
}

export async function askNode(
  { url }: Node,
  headers: Record<string, string>,
  operation: string,
  input: object = {},
): Promise<Answer> {
  const answer = await fetch(`${url}/api/call/${operation}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(input),
  })
  const body = (await answer.json()) as Record<string, unknown> & { error?: { code: string } }
  return { status: answer.status, code: body.error?.code ?? '', body }
}

export type OpenPage = {
  /** Kinds of facts heard so far. */
  heard: string[]
  /** The moment it was closed (performance.now()); pending while it is open. */
  closed: Promise<number>
  isOpen(): boolean
  close(): void
}
/** An open page on one server; answers when it has its seat. */
export async function openPage({ url }: Node, headers: Record<string, string>): Promise<OpenPage> {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/api/realtime`, { headers })
  const heard: string[] = []
  const closed = new Promise<number>((resolve) => socket.once('close', () => resolve(performance.now())))
  await new Promise<void>((resolve, reject) => {
    socket.on('message', (text) => {
      for (const { kind } of (JSON.parse(String(text)) as { facts: { kind: string }[] }).facts) heard.push(kind)
      resolve()
    })
    socket.once('close', () => reject(new Error('no seat')))
  })
  return { heard, closed, isOpen: () => socket.readyState === socket.OPEN, close: () => socket.close() }
}
