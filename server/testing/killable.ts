/** Worker processes that die at a named failpoint, one after the other on the same merchant. */
import { type ChildProcess, fork } from 'node:child_process'
import path from 'node:path'
import { newId } from '#kernel/ids.ts'
import type { Warehouse } from './warehouse.ts'
import type { Order } from './worker-process.ts'

export type Act = { operation: string; input: Record<string, unknown> }
export type Killable = {
  /** Does an act in a process that dies at this failpoint; throws when it does not die. The act is then repeated with its key. `next`: where the next one will die, so that it can start. */
  dieAt(failpoint: string, act?: Act, next?: string): Promise<void>
  /** Lets a process that nobody kills work until nothing is left, and does an act in it first. */
  live(act?: Act): Promise<unknown>
  /** Ends the processes that were made ahead. */
  stop(): Promise<void>
}
type Child = { process: ChildProcess; ready: Promise<void>; exited: Promise<string | null> }

const PATIENCE_MS = 30_000

export function killable(w: Warehouse): Killable {
  /** Starting takes longer than dying, so the next process starts while one works. */
  const ahead = new Map<string, Child>()
  const childFor = (failpoint: string): Child => {
    const made = ahead.get(failpoint) ?? startChild(w, failpoint)
    ahead.delete(failpoint)
    return made
  }
  const accountId = w.t.ownerId
  const order = (act: Act, key: string): Order => ({ kind: 'act', merchantId: w.t.merchantId, accountId, ...act, key })
  const live = async (act?: Act, key = newId()): Promise<unknown> => {
    const child = childFor('')
    await child.ready
    const answer = act ? await askChild(child, order(act, key)) : undefined
    tell(child, { kind: 'work', merchantId: w.t.merchantId })
    await untilIdle(w)
    child.process.kill('SIGTERM')
    await child.exited
    return answer
  }
  return {
    live: (act) => live(act),
    async dieAt(failpoint, act, next) {
      const child = childFor(failpoint)
      await child.ready
      for (const soon of ['', ...(next ? [next] : [])]) if (!ahead.has(soon)) ahead.set(soon, startChild(w, soon))
      const key = newId()
      tell(child, { kind: 'work', merchantId: w.t.merchantId })
      if (act) tell(child, order(act, key))
      const signal = await Promise.race([child.exited, after(PATIENCE_MS)])
      child.process.kill('SIGKILL')
      await child.exited
      if (signal !== 'SIGKILL') throw new Error(`no process passed ${failpoint}`)
      // The lease of a dead worker runs out by itself after half a minute; the test does not wait for it.
      await w.makeJobsDue()
      if (act) await repeat(order(act, key), childFor, ahead)
    },
    async stop() {
      for (const child of ahead.values()) {
        child.process.kill('SIGKILL')
        await child.exited
      }
    },
  }
}

/** What a person does who got no answer: the same act with the same key. The process is then kept for the next one. */
async function repeat(order: Order, childFor: (failpoint: string) => Child, ahead: Map<string, Child>): Promise<void> {
  const child = childFor('')
  await child.ready
  await askChild(child, order)
  ahead.set('', child)
}

function startChild(w: Warehouse, failpoint: string): Child {
  const { taobao, couriers } = w.t.app.kernel.world.config
  const child = fork(path.join(import.meta.dirname, 'worker-process.ts'), {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      ZHANGGUI_HOME: w.t.home,
      ZHANGGUI_TEST_ADDRESS: JSON.stringify(w.t.address),
      ZHANGGUI_FAILPOINT: failpoint === '' ? '' : `${failpoint}:1`,
      ...{ TAOBAO_APP_KEY: taobao.appKey, TAOBAO_APP_SECRET: taobao.appSecret, TAOBAO_GATEWAY: taobao.gatewayUrl },
      ...{ KDNIAO_URL: couriers.kdniaoUrl, SF_URL: couriers.sfUrl, KUAIDI100_URL: couriers.kuaidi100Url },
      LOG_LEVEL: process.env.LOG_LEVEL ?? 'silent',
      NODE_TEST_CONTEXT: undefined,
    },
  })
  return {
    process: child,
    ready: new Promise((resolve) => child.once('message', () => resolve())),
    exited: new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal))),
  }
}

const tell = (child: Child, order: Order): void => void child.process.send(order)
const after = (ms: number): Promise<null> => new Promise((resolve) => setTimeout(resolve, ms, null).unref())

async function askChild(child: Child, order: Order): Promise<unknown> {
  const heard = new Promise<{ answer?: unknown; error?: string }>((resolve) => child.process.once('message', resolve))
  tell(child, order)
  const { answer, error } = await heard
  if (error !== undefined) throw new Error(error)
  return answer
}

async function untilIdle(w: Warehouse): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS
  while ((await w.jobsSoon()) > 0) {
    if (Date.now() > deadline) throw new Error('jobs are left')
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
