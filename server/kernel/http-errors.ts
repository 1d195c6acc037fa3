/** One body for every error: `{ error: { code, message, params, requestId } }`, the message in the reader's language. */
import { type ErrorDefinition, errorSentence } from '#contract/error-definition.ts'
import { errors } from '#contract/errors.ts'
import { Failure } from './failure.ts'
import type { Logger } from './logger.ts'

/** Largest body of a call; files have a limit of their own (UPLOAD_LIMIT_MB). */
export const BODY_LIMIT_MB = 2

export type Language = 'zh' | 'en'
export type ErrorBody = { error: { code: string; message: string; params: Record<string, string | number>; requestId: string } }

export function errorBody(
  definition: ErrorDefinition,
  params: Record<string, string | number>,
  language: Language,
  requestId: string,
): ErrorBody {
  return { error: { code: definition.code, message: errorSentence(definition, params, language), params, requestId } }
}

/** Errors of PostgreSQL that pass: the caller may try again with the same idempotency key. */
const PASSING = new Set(['08006', '08003', '57P01', '57P03', '40P01', '40001', '53300', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT'])

/** A text that PostgreSQL cannot hold (U+0000): the caller's input, found late. */
const UNHOLDABLE = new Set(['22021', '22P05'])

/** Any thrown thing as status and body. Unexpected ones are logged whole and told only by their request id. */
export function answerFor(
  error: unknown,
  language: Language,
  requestId: string,
  logger: Logger,
): { status: number; body: ErrorBody } {
  if (error instanceof Failure)
    return { status: error.definition.status, body: errorBody(error.definition, error.params, language, requestId) }
  const thrown = error as { code?: string; statusCode?: number; message?: string }
  if (thrown.statusCode === 413) return known(errors.fileTooLarge, { limitMb: BODY_LIMIT_MB })
  // The web server's own refusals (JSON that is none, another content type, a broken address) say in their message what is wrong.
  if (thrown.statusCode !== undefined && thrown.statusCode >= 400 && thrown.statusCode < 500) {
    return { ...known(errors.invalidInput, { field: 'request', reason: thrown.message ?? '' }), status: thrown.statusCode }
  }
  if (thrown.code !== undefined && UNHOLDABLE.has(thrown.code))
    return known(errors.invalidInput, { field: 'request', reason: 'U+0000' })
  logger.error({ err: error, requestId }, 'request failed')
  if (thrown.code !== undefined && PASSING.has(thrown.code)) return known(errors.unavailable, {})
  return known(errors.internal, { requestId })

  function known(definition: ErrorDefinition, params: Record<string, string | number>) {
    return { status: definition.status, body: errorBody(definition, params, language, requestId) }
  }
}
