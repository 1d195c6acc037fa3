/** The OAuth provider as part of the web server, under /oauth. It reads the request itself: nothing may have read the body before. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { inDirectory, inMerchant } from '#kernel/db.ts'
import { Failure } from '#kernel/failure.ts'
import type { Door, Mount } from '#kernel/http-mount.ts'
import { originOf } from '#kernel/own-address.ts'
import type { Kernel } from '#kernel/run-operation.ts'
import { errorPage } from './error-page.ts'
import { findInteraction } from './interaction-store.ts'
import { createProvider } from './oauth-provider.ts'

const PREFIX = '/oauth'
type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>

export const oauthMount = (kernel: Kernel): Mount => ({
  prefix: PREFIX,
  async add(web, door) {
    let handler: Promise<Handler> | undefined
    const answer = async (request: FastifyRequest, reply: FastifyReply, path: string): Promise<void> => {
      const issuer = new URL(issuerOf(kernel, web))
      handler ??= createProvider(kernel, issuer.href).then((provider) => provider.callback())
      const handle = await handler
      reply.hijack()
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value)
      reply.raw.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
      pointAt(issuer, request, path)
      await handle(request.raw, reply.raw)
    }
    await web.register(async (scope) => {
      scope.removeAllContentTypeParsers()
      scope.addContentTypeParser('*', (_request, _body, done) => done(null))
      scope.all(`${PREFIX}/*`, async (request, reply) => {
        const path = request.url.slice(PREFIX.length)
        if (await isAnotherBrowser(kernel, door, request, path)) return refuse(reply)
        await answer(request, reply, path)
        return reply
      })
      // RFC 8414 puts the issuer's path behind the well-known name.
      scope.get(`/.well-known/oauth-authorization-server${PREFIX}`, async (request, reply) => {
        await answer(request, reply, '/.well-known/oauth-authorization-server')
        return reply
      })
    })
  },
})

/** The provider makes its addresses from the request it sees: it sees one that came to the issuer's own address. */
function pointAt(issuer: URL, request: FastifyRequest, path: string): void {
  const { raw } = request
  Object.assign(raw, { url: path, originalUrl: `${PREFIX}${path}` })
  Object.assign(raw.headers, {
    host: issuer.host,
    'x-forwarded-host': issuer.host,
    'x-forwarded-proto': issuer.protocol.slice(0, -1),
    'x-forwarded-for': request.ip,
  })
}

/** Never taken from the request: whoever may choose the host header would choose the issuer. */
const issuerOf = (kernel: Kernel, web: FastifyInstance): string => `${originOf(web, kernel.world.config)}${PREFIX}`

/**
 * A decided visit goes on only in the browser of the one who decided: its request must carry the very session that agreed. Otherwise a
 * visit begun by somebody else and sent on as a link would end with a code for the one who clicked.
 */
async function isAnotherBrowser(kernel: Kernel, door: Door, request: FastifyRequest, path: string): Promise<boolean> {
  const visitId = /^\/authorize\/([A-Za-z0-9_-]+)/.exec(path)?.[1]
  if (visitId === undefined) return false
  const now = kernel.world.now()
  const visit = await inDirectory(kernel.database, (directory) => findInteraction(directory, visitId, now))
  if (!visit || visit.decidedSession === null) return false
  const caller = door.callerOf(request)
  if (!caller || caller.merchantId !== visit.merchantId) return true
  try {
    const { sessionId } = await inMerchant(kernel.database, caller.merchantId, 'read', (tx) => caller.identify(tx, now))
    return sessionId !== visit.decidedSession
  } catch (error) {
    if (error instanceof Failure) return true
    throw error
  }
}

function refuse(reply: FastifyReply): FastifyReply {
  const { html, policy } = errorPage('session_changed')
  return reply.status(400).header('content-security-policy', policy).type('text/html; charset=utf-8').send(html)
}
