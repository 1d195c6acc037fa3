/**
 * Operations under paths of their own, in the wire format of a standard, and documents that describe them. Who may and what happens is
 * the operation's; a route only says which part of the body is its input.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errors } from '#contract/errors.ts'
import { fail } from './failure.ts'

export type PostRoute = { path: string; operation: string; input(body: Record<string, unknown>): unknown }
/** `origin`: this server's own address, `https://shop.example`. */
export type DocumentRoute = { path: string; document(origin: string): Record<string, unknown> }
type Parts = {
  routes: readonly PostRoute[]
  documents: readonly DocumentRoute[]
  call(operation: string, input: () => unknown, request: FastifyRequest, reply: FastifyReply): Promise<unknown>
  origin(): string
}

export async function addRoutes(web: FastifyInstance, { routes, documents, call, origin }: Parts): Promise<void> {
  await web.register(async (scope) => {
    // A body that is no JSON is the caller's mistake like any other: 400.
    scope.removeContentTypeParser('text/plain')
    scope.addContentTypeParser('*', (_request, payload, done) => {
      payload.resume()
      done(null)
    })
    // The caller's own number of the request goes back to him; ours stays in the log.
    scope.addHook('onRequest', async (request, reply) => {
      const theirs = request.headers['x-request-id']
      if (typeof theirs === 'string') reply.header('x-request-id', theirs)
    })
    for (const route of routes)
      scope.post(route.path, (request, reply) => call(route.operation, () => route.input(objectIn(request.body)), request, reply))
    for (const { path, document } of documents) scope.get(path, async () => document(origin()))
  })
}

function objectIn(body: unknown): Record<string, unknown> {
  if (typeof body === 'object' && body !== null && !Array.isArray(body)) return body as Record<string, unknown>
  return fail(errors.invalidInput, { field: 'request', reason: 'a JSON object' })
}
