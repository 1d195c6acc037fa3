/** One signed call to the directory and message service; every failure is an answer that says whether to try again. */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { MessengerConnection, Trouble } from '#server/messengers/messenger.ts'

export type DirectoryAnswer =
  | { ok: true; fields: Record<string, unknown> }
  | { ok: false; retry: true; reason: Trouble; detail: string }
  | { ok: false; retry: false; code: number; detail: string }

const TIMEOUT_MS = 10_000
/** The service's codes for a moment's trouble: system busy, called too often. */
const BUSY = new Set([-1, 45009, 45011])
const reply = z.looseObject({ errcode: z.number().int(), errmsg: z.string().catch('') })

export async function callDirectory(
  connection: MessengerConnection,
  method: string,
  input: Record<string, unknown>,
): Promise<DirectoryAnswer> {
  const { url, appId, appSecret } = connection.directory
  if (url === undefined || appId === undefined || appSecret === undefined) throw new Error('the message service is not set up')
  const target = new URL(`${url.replace(/\/+$/, '')}/${method}`)
  const body = JSON.stringify(input)
  try {
    const response = await fetch(target, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-app-id': appId,
        ...signedHeaders(appSecret, target.pathname, body, connection.now()),
      },
      body,
      redirect: 'error',
      signal: AbortSignal.any([AbortSignal.timeout(TIMEOUT_MS), ...(connection.signal ? [connection.signal] : [])]),
    })
    return readAnswer(response.status, await response.text())
  } catch (error) {
    return troubleOf(error as Error)
  }
}

function readAnswer(httpStatus: number, text: string): DirectoryAnswer {
  const parsed = reply.safeParse(jsonOf(text))
  if (!parsed.success) return { ok: false, retry: true, reason: 'serverError', detail: `HTTP ${httpStatus}` }
  const { errcode, errmsg, ...fields } = parsed.data
  if (errcode === 0) return { ok: true, fields }
  const detail = `${errcode} ${errmsg}`.slice(0, 200)
  return BUSY.has(errcode)
    ? { ok: false, retry: true, reason: 'busy', detail }
    : { ok: false, retry: false, code: errcode, detail }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function troubleOf(error: Error): DirectoryAnswer {
  const isTimeout = error.name === 'TimeoutError' || error.name === 'AbortError'
  const { code, message } = (error.cause ?? error) as { code?: string; message?: string }
  return { ok: false, retry: true, reason: isTimeout ? 'timeout' : 'unreachable', detail: code ?? message ?? error.name }
}

function signedHeaders(secret: string, path: string, body: string, nowMs: number): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1000))
  const nonce = randomBytes(16).toString('hex')
  const bodyHash = createHash('sha256').update(body).digest('hex')
  const signature = createHmac('sha256', secret).update(['POST', path, timestamp, nonce, bodyHash].join('\n')).digest('hex')
  return { 'x-timestamp': timestamp, 'x-nonce': nonce, 'x-signature': signature }
}
