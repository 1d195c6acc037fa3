/** The web server: one route for all operations, files, realtime, health, and the built web application. */

import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import websocket from '@fastify/websocket'
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { errors } from '#contract/errors.ts'
import type { Config } from './config.ts'
import { fail } from './failure.ts'
import { answerFor, BODY_LIMIT_MB, errorBody } from './http-errors.ts'
import { addFileRoutes, type FileParts } from './http-files.ts'
import { isUnder, type Mount } from './http-mount.ts'
import { addRawRoutes, type RawRoute } from './http-raw-routes.ts'
import { addRoutes, type DocumentRoute, type PostRoute } from './http-routes.ts'
import { languageOf, Visit, type VisitParts } from './http-visit.ts'
import { newId } from './ids.ts'
import { normaliseIp } from './ip-address.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { openApiDocument } from './openapi.ts'
import type { Operation, PublicCommand } from './operation.ts'
import { originOf } from './own-address.ts'
import { createRealtime, SESSION_OVER } from './realtime.ts'
import { isPublic, runOperation, runPublic } from './run-operation.ts'

export type WebParts = VisitParts &
  FileParts & {
    operations: ReadonlyMap<string, Operation>
    recheckSocketsOn: string
    routes: readonly PostRoute[]
    documents: readonly DocumentRoute[]
    rawRoutes: readonly RawRoute[]
    mounts: readonly Mount[]
    /** Folder of the built web application; missing = API only. */
    webFolder: string
  }

const NONCE_PLACE = '__CSP_NONCE__'

export async function createWebServer(parts: WebParts): Promise<FastifyInstance> {
  const { config, logger } = parts.kernel.world
  const secure = config.publicUrl?.startsWith('https://') ?? false
  const web: FastifyInstance = fastify({
    loggerInstance: logger.child({ part: 'web' }, { level: 'warn' }) as FastifyBaseLogger,
    bodyLimit: BODY_LIMIT_MB * 1_000_000,
    genReqId: () => newId(),
    trustProxy: config.publicUrl !== undefined,
    forceCloseConnections: true,
    // Addresses that cannot be decoded are refused before any route: with our body too.
    frameworkErrors: (error, request, reply) => {
      const { status, body } = answerFor(error, languageOf(request), request.id, logger)
      void (reply as FastifyReply).header('x-request-id', request.id).status(status).send(body)
    },
  })
  const metrics = createMetrics()
  const visit = new Visit(parts, config.publicUrl)

  web.addHook('onRequest', async (request, reply) => void reply.header('x-request-id', request.id))
  await web.register(cookie)
  await web.register(compress, { encodings: ['gzip'], threshold: 2048 })
  await web.register(helmet, {
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'same-origin' },
  })
  web.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('content-security-policy'))
      reply.header('content-security-policy', "default-src 'none'; frame-ancestors 'none'")
  })
  const counted = ['/api', ...parts.mounts.map((mount) => mount.prefix), ...parts.routes.map((route) => route.path)]
  await web.register(rateLimit, {
    max: config.rateLimitPerMinute,
    timeWindow: 60_000,
    allowList: (request) => !counted.some((prefix) => isUnder(prefix, request.url)),
    keyGenerator: (request) => visit.rateKey(request),
    errorResponseBuilder: (request, context) =>
      Object.assign(
        errorBody(errors.tooManyRequests, { seconds: Math.ceil(context.ttl / 1000) }, languageOf(request), request.id),
        { statusCode: 429 },
      ),
  })
  await web.register(multipart, { limits: { files: 1, fileSize: config.uploadLimitMb * 1_000_000 }, throwFileSizeLimit: false })
  await web.register(websocket, { options: { maxPayload: 4096 } })

  web.setErrorHandler((error, request, reply) => {
    const limited = error as { statusCode?: number; error?: unknown }
    if (limited.statusCode === 429 && limited.error !== undefined) return reply.status(429).send({ error: limited.error })
    const { status, body } = answerFor(error, languageOf(request), request.id, logger)
    if (status === 401 && request.headers.authorization !== undefined)
      reply.header('www-authenticate', 'Bearer error="invalid_token"')
    return reply.status(status).send(body)
  })
  const call = callFrom(parts, visit, metrics)
  web.post<{ Params: { name: string } }>('/api/call/:name', (request, reply) =>
    call(request.params.name, () => request.body, request, reply),
  )
  const { routes, documents } = parts
  await addRoutes(web, { routes, documents, call, origin: () => originOf(web, config) })
  await addRawRoutes(web, parts.rawRoutes, { kernel: parts.kernel, operations: parts.operations, metrics })
  addFileRoutes(web, parts, visit)
  addSystemRoutes(web, parts, metrics)
  for (const mount of parts.mounts) await mount.add(web, visit)
  addRealtime(web, parts, visit, metrics)
  await addWebApplication(web, parts.webFolder, config)
  return web
}

function addRealtime(web: FastifyInstance, parts: WebParts, visit: Visit, metrics: Metrics): void {
  const realtime = createRealtime(parts.kernel, metrics, parts.recheckSocketsOn)
  web.get('/api/realtime', { websocket: true }, (socket, request) => {
    if (!visit.isSameSite(request)) return socket.close(SESSION_OVER, 'other site')
    const caller = visit.callerOf(request)
    if (!caller) return socket.close(SESSION_OVER, 'not signed in')
    realtime.seat(socket, caller).catch(() => socket.close(SESSION_OVER, 'not signed in'))
  })
  web.addHook('preClose', async () => realtime.close())
}

type Call = (name: string, input: () => unknown, request: FastifyRequest, reply: FastifyReply) => Promise<unknown>
/** Calls an operation for whoever sent this request. */
const callFrom =
  (parts: WebParts, visit: Visit, metrics: Metrics): Call =>
  async (name, input, request, reply) => {
    const operation = parts.operations.get(name)
    if (!operation) return fail(errors.unknownOperation, { name })
    const started = performance.now()
    let outcome = 'failed'
    try {
      if (!visit.isSameSite(request)) return fail(errors.crossSite)
      const answer = isPublic(operation)
        ? await answerVisitor(parts, operation, visit, input(), request, reply)
        : await runOperation(parts.kernel, operation, input(), visit.requireCaller(request), { idempotencyKey: keyOf(request) })
      outcome = 'done'
      return await reply.header('cache-control', 'no-store').send(answer)
    } finally {
      metrics.operationSeconds.observe({ operation: name, outcome }, (performance.now() - started) / 1000)
    }
  }

/** Cookies are given with the answer: what was rolled back leaves none. */
async function answerVisitor(
  { kernel }: WebParts,
  operation: PublicCommand,
  visit: Visit,
  input: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const cookies: { device?: string } = {}
  const answer = await runPublic(kernel, operation, input, {
    ip: normaliseIp(request.ip),
    userAgent: request.headers['user-agent'] ?? '',
    site: visit.siteOf(request),
    device: visit.deviceOf(request),
    requestId: request.id,
    setSession: (token, expiresAt) => visit.setSession(reply, token, expiresAt),
    setDevice: (token) => {
      cookies.device = token
    },
  })
  if (cookies.device !== undefined) visit.setDevice(reply, cookies.device, kernel.world.now())
  return answer
}

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || key.length === 0 || key.length > 255)
    return fail(errors.invalidInput, { field: 'idempotency-key', reason: '1–255 characters' })
  return key
}

function addSystemRoutes(web: FastifyInstance, parts: WebParts, metrics: Metrics): void {
  web.get('/healthz', async () => ({ status: 'ok' }))
  web.get('/readyz', async (_request, reply) => {
    try {
      await parts.kernel.database.pool.query('select max(version) from app.migrations')
      return { status: 'ready' }
    } catch {
      return reply.status(503).send({ status: 'database unreachable' })
    }
  })
  web.get('/metrics', async (_request, reply) => reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()))
  let document: Record<string, unknown> | undefined
  web.get('/api/openapi.json', async () => {
    document ??= openApiDocument(parts.operations.values())
    return document
  })
}

async function addWebApplication(web: FastifyInstance, folder: string, config: Config): Promise<void> {
  const indexFile = path.join(folder, 'index.html')
  if (existsSync(folder)) {
    await web.register(fastifyStatic, {
      root: path.join(folder, 'assets'),
      prefix: '/assets/',
      immutable: true,
      maxAge: '365d',
      decorateReply: false,
    })
  }
  web.setNotFoundHandler((request, reply) => {
    if (
      !['GET', 'HEAD'].includes(request.method) ||
      request.url.startsWith('/api/') ||
      request.url.startsWith('/assets/') ||
      !existsSync(indexFile)
    ) {
      return reply
        .status(404)
        .header('cache-control', 'no-store')
        .send(errorBody(errors.notFound, {}, languageOf(request), request.id))
    }
    const nonce = randomBytes(16).toString('base64')
    const policy = [
      "default-src 'self'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "style-src-attr 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self' data:",
      // Beside the house only the print components on the reader's own computer.
      `connect-src 'self' ${componentOrigins(config).join(' ')}`,
      "object-src 'none'",
      "base-uri 'none'",
      "form-action 'self'",
      "frame-ancestors 'none'",
    ]
    return reply
      .header('content-security-policy', policy.join('; '))
      .header('cache-control', 'no-store')
      .type('text/html')
      .send(readFileSync(indexFile, 'utf8').replaceAll(NONCE_PLACE, nonce))
  })
}

const componentOrigins = ({ componentPorts, componentTlsPorts }: Config): string[] => [
  ...Object.values(componentPorts).flatMap((port) => [`ws://localhost:${port}`, `ws://127.0.0.1:${port}`]),
  ...Object.values(componentTlsPorts).flatMap((port) => [`wss://localhost:${port}`, `wss://127.0.0.1:${port}`]),
]
