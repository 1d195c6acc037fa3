/** One door to the server: `call('orders.listParcels', input)`, typed by the contract itself. */
import type { z } from 'zod'
import type { afterSales } from '#contract/after-sales.ts'
import type { apps } from '#contract/apps.ts'
import type { catalog } from '#contract/catalog.ts'
import type { documents } from '#contract/documents.ts'
import type { files } from '#contract/files.ts'
import type { fulfilment } from '#contract/fulfilment.ts'
import type { intake } from '#contract/intake.ts'
import type { inventory } from '#contract/inventory.ts'
import type { listings } from '#contract/listings.ts'
import type { orderExports } from '#contract/order-exports.ts'
import type { orders } from '#contract/orders.ts'
import type { printDesks } from '#contract/print-desks.ts'
import type { printTemplates } from '#contract/print-templates.ts'
import type { reviews } from '#contract/reviews.ts'
import type { shops } from '#contract/shops.ts'
import type { team } from '#contract/team.ts'
import type { tracing } from '#contract/tracing.ts'
import { currentLanguage } from '#web/i18n/i18n.ts'
import { isUnattended } from './attention.ts'
import { gateOf, passGate } from './gate.ts'

type Contracts = {
  afterSales: typeof afterSales
  apps: typeof apps
  catalog: typeof catalog
  files: typeof files
  fulfilment: typeof fulfilment & typeof printDesks & typeof printTemplates & typeof documents
  intake: typeof intake
  inventory: typeof inventory
  listings: typeof listings
  reviews: typeof reviews
  orders: typeof orders & typeof orderExports
  shops: typeof shops
  tracing: typeof tracing
  team: typeof team
}
export type ModuleName = keyof Contracts
export type OperationName = { [M in ModuleName]: `${M}.${keyof Contracts[M] & string}` }[ModuleName]
type ContractOf<N extends OperationName> = N extends `${infer M extends ModuleName}.${infer O}`
  ? O extends keyof Contracts[M]
    ? Contracts[M][O]
    : never
  : never
export type InputOf<N extends OperationName> = ContractOf<N> extends { input: infer I extends z.ZodType } ? z.input<I> : never
export type OutputOf<N extends OperationName> = ContractOf<N> extends { output: infer O extends z.ZodType } ? z.output<O> : never

type Params = Record<string, string | number>

/** A refusal of the server, or `unreachable` when there was no answer at all. */
export class ApiError extends Error {
  readonly code: string
  readonly params: Params
  readonly status: number
  readonly requestId: string

  constructor(code: string, message: string, params: Params = {}, status = 0, requestId = '') {
    super(message)
    this.name = 'ApiError'
    this.code = code
    this.params = params
    this.status = status
    this.requestId = requestId
  }
}

/** Why a session is over. */
export type SessionEnd = 'notSignedIn' | 'accountFrozen'
export const isSessionEnd = (code: unknown): code is SessionEnd => code === 'notSignedIn' || code === 'accountFrozen'

const sessionEndings = new Set<(ended: SessionEnd) => void>()
/** Called when the server says that this browser is no longer signed in. Returns the way to stop listening. */
export function onSessionEnded(listener: (ended: SessionEnd) => void): () => void {
  sessionEndings.add(listener)
  return () => sessionEndings.delete(listener)
}
export function announceSessionEnd(ended: SessionEnd) {
  for (const listener of sessionEndings) listener(ended)
}

type CallOptions = { idempotencyKey?: string; signal?: AbortSignal }

export async function call<N extends OperationName>(name: N, input: InputOf<N>, options: CallOptions = {}): Promise<OutputOf<N>> {
  const headers: Record<string, string> = { 'content-type': 'application/json', 'accept-language': currentLanguage() }
  if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey
  if (isUnattended()) headers['x-unattended'] = '1'
  const response = await send(`/api/call/${name}`, {
    method: 'POST',
    headers,
    body: JSON.stringify(input),
    ...(options.signal && { signal: options.signal }),
  })
  return (await response.json()) as OutputOf<N>
}

export function fileUrl(fileId: string): string {
  return `/api/files/${encodeURIComponent(fileId)}`
}

async function send(url: string, init: RequestInit): Promise<Response> {
  for (;;) {
    const answer = await ask(url, init)
    if (answer instanceof Response) return answer
    // Confirmed or unlocked: the very same call goes out again.
    const gate = gateOf(answer.code)
    if (gate === undefined || !(await passGate(gate))) throw answer
    init.signal?.throwIfAborted()
  }
}

async function ask(url: string, init: RequestInit): Promise<Response | ApiError> {
  const response = await fetch(url, { ...init, credentials: 'same-origin' }).catch((cause: unknown) => {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause
    throw new ApiError('unreachable', 'The server cannot be reached.')
  })
  if (response.ok) return response
  const refusal = await readRefusal(response)
  if (isSessionEnd(refusal.code)) announceSessionEnd(refusal.code)
  return refusal
}

async function readRefusal(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as {
    error?: { code?: string; message?: string; params?: Params; requestId?: string }
  } | null
  const error = body?.error
  // An answer that is not ours comes from a proxy in between: the server itself is not there.
  if (!error?.code) return new ApiError('unreachable', response.statusText, {}, response.status)
  return new ApiError(error.code, error.message ?? error.code, error.params ?? {}, response.status, error.requestId ?? '')
}

/** A key under which the server does an act once, however often it is sent. Works without HTTPS, unlike crypto.randomUUID. */
export function newIdempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
