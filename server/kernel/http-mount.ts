/**
 * A protocol of its own beside the operations (OAuth): every path under `prefix` is answered by it. It brings its own wire format;
 * what it reads and changes on behalf of a person goes through operations like everything else.
 */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Caller } from './run-operation.ts'

export type Mount = {
  /** Begins with a slash, ends with none. Requests under it are counted by the rate limit. */
  prefix: string
  add(web: FastifyInstance, door: Door): Promise<void> | void
}
/** What a mount is told about a visitor. */
export type Door = {
  /** Who stands behind the request, not yet looked up; undefined when it brings no token. */
  callerOf(request: FastifyRequest): Caller | undefined
}

export const isUnder = (prefix: string, url: string): boolean =>
  url === prefix || (/^[/?]/.test(url.slice(prefix.length)) && url.startsWith(prefix))
