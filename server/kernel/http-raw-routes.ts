/**
 * Operations for machines outside that speak as they please: the raw bytes reach the operation (signatures are over them), and what it
 * answers goes out as it is. No browser comes here, so no session, cookie or origin is looked at; the operation verifies the sender.
 */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { normaliseIp } from './ip-address.ts'
import type { Metrics } from './metrics.ts'
import type { Operation } from './operation.ts'
import { isPublic, type Kernel, runPublic } from './run-operation.ts'

export type RawRequest = {
  method: 'GET' | 'POST'
  query: Record<string, string>
  /** Names in lower case. */
  headers: Record<string, string>
  /** The variable parts of the path. */
  params: Record<string, string>
  rawBody: Buffer
}
/** `operation`: a public one that answers a RawAnswer. */
export type RawRoute = { path: string; operation: string; input(request: RawRequest): unknown }
/** `outcome` and `subject` are for the figures: words of a short list, nothing that a sender can choose. */
export type RawAnswer = { status: number; contentType: string; body: string; subject: string; outcome: string }

type Parts = { kernel: Kernel; operations: ReadonlyMap<string, Operation>; metrics: Metrics }

const BODY_LIMIT_BYTES = 1_000_000
/** Senders give up after 5 s and count it against the address; what is late is taken all the same, and a repeat changes nothing. */
const ANSWER_WITHIN_MS = 4_500
const LATE: RawAnswer = { status: 503, contentType: 'text/plain', body: 'late', subject: '', outcome: 'late' }

export async function addRawRoutes(web: FastifyInstance, routes: readonly RawRoute[], parts: Parts): Promise<void> {
  await web.register(async (scope) => {
    scope.removeAllContentTypeParsers()
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT_BYTES }, (_request, body, done) =>
      done(null, body),
    )
    for (const route of routes)
      scope.route({
        method: ['GET', 'POST'],
        url: route.path,
        bodyLimit: BODY_LIMIT_BYTES,
        // A GET route would answer HEAD too, which nobody signs.
        exposeHeadRoute: false,
        handler: (request, reply) => answer(route, parts, request, reply),
      })
  })
}

async function answer(route: RawRoute, { kernel, operations, metrics }: Parts, request: FastifyRequest, reply: FastifyReply) {
  const operation = operations.get(route.operation)
  if (operation === undefined || !isPublic(operation))
    throw new Error(`${route.path} needs a public operation ${route.operation}`)
  const started = performance.now()
  const running = runPublic(kernel, operation, route.input(rawOf(request)), {
    ip: normaliseIp(request.ip),
    userAgent: request.headers['user-agent'] ?? '',
    site: '',
    device: '',
    requestId: request.id,
    setSession: () => undefined,
    setDevice: () => undefined,
  }) as Promise<RawAnswer>
  const told = await inTime(running, kernel, request.id)
  metrics.operationSeconds.observe({ operation: operation.name, outcome: told.outcome }, (performance.now() - started) / 1000)
  metrics.outsideRequests.inc({ operation: operation.name, subject: told.subject, outcome: told.outcome })
  return reply.status(told.status).header('cache-control', 'no-store').type(told.contentType).send(told.body)
}

/** The answer, or after a while that there is none yet; the work goes on. */
async function inTime(running: Promise<RawAnswer>, kernel: Kernel, requestId: string): Promise<RawAnswer> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<RawAnswer>((resolve) => {
    timer = setTimeout(resolve, ANSWER_WITHIN_MS, LATE)
  })
  running.catch((error: unknown) => kernel.world.logger.warn({ err: error, requestId }, 'a request from outside failed'))
  try {
    return await Promise.race([running, late])
  } finally {
    clearTimeout(timer)
  }
}

function rawOf(request: FastifyRequest): RawRequest {
  return {
    method: request.method === 'GET' ? 'GET' : 'POST',
    query: textsOf(request.query),
    headers: textsOf(request.headers),
    params: textsOf(request.params),
    rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  }
}

/** What is given once, as text: a sender that repeats a name cannot be meant. */
const textsOf = (values: unknown): Record<string, string> =>
  Object.fromEntries(Object.entries(values ?? {}).filter((pair): pair is [string, string] => typeof pair[1] === 'string'))
