/** The web server: one route for all operations, files, realtime, health, and the built web application. */
import { randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync, readFileSync, rmSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import helmet from '@fastify/helmet'
import multipart from '@fastify/multipart'
import rateLimit from '@fastify/rate-limit'
import fastifyStatic from '@fastify/static'
import websocket from '@fastify/websocket'
import fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { errors } from '#contract/errors.ts'
import { fail } from './failure.ts'
import { filePath } from './files.ts'
import { answerFor, errorBody, type Language } from './http-errors.ts'
import { newId } from './ids.ts'
import { createMetrics } from './metrics.ts'
import { openApiDocument } from './openapi.ts'
import type { Command, Operation, Query } from './operation.ts'
import { createRealtime, SESSION_OVER } from './realtime.ts'
import { type Caller, isPublic, type Kernel, runOperation, runPublic } from './run-operation.ts'

export type WebParts = {
  kernel: Kernel
  operations: ReadonlyMap<string, Operation>
  /** The caller behind a session token; undefined when it is malformed. */
  callerOf(token: string, details: Pick<Caller, 'via' | 'ip' | 'language' | 'requestId'>): Caller | undefined
  /** Told of every used session token, to keep "last seen". */
  onSessionUsed(token: string): void
  recheckSocketsOn: string
  /** Operations behind uploads and downloads. */
  addFile: Command
  readFile: Query
  /** Folder of the built web application; missing = API only. */
  webFolder: string
}

const NONCE_PLACE = '__CSP_NONCE__'

export async function createWebServer(parts: WebParts): Promise<FastifyInstance> {
  const { config, logger } = parts.kernel.world
  const secure = config.publicUrl?.startsWith('https://') ?? false
  const web: FastifyInstance = fastify({
    loggerInstance: logger.child({ part: 'web' }, { level: 'warn' }) as FastifyBaseLogger,
    bodyLimit: 2_000_000,
    genReqId: () => newId(),
    trustProxy: config.publicUrl !== undefined,
    forceCloseConnections: true,
  })
  const metrics = createMetrics()
  const cookieName = secure ? '__Host-zg_session' : 'zg_session'
  const visit = new Visit(parts, cookieName, secure)

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
  await web.register(rateLimit, {
    max: config.rateLimitPerMinute,
    timeWindow: 60_000,
    allowList: (request) => !request.url.startsWith('/api/'),
    keyGenerator: (request) => request.cookies[cookieName] ?? request.ip,
    errorResponseBuilder: (request, context) =>
      Object.assign(
        errorBody(errors.tooManyRequests, { seconds: Math.ceil(context.ttl / 1000) }, languageOf(request), request.id),
        { statusCode: 429 },
      ),
  })
  await web.register(multipart, { limits: { files: 1, fileSize: config.uploadLimitMb * 1_000_000 } })
  await web.register(websocket, { options: { maxPayload: 4096 } })

  web.setErrorHandler((error, request, reply) => {
    const limited = error as { statusCode?: number; error?: unknown }
    if (limited.statusCode === 429 && limited.error !== undefined) return reply.status(429).send({ error: limited.error })
    const { status, body } = answerFor(error, languageOf(request), request.id, logger)
    return reply.status(status).send(body)
  })
  addCallRoute(web, parts, visit, metrics)
  addFileRoutes(web, parts, visit)
  addSystemRoutes(web, parts, metrics)
  const realtime = createRealtime(parts.kernel, metrics, parts.recheckSocketsOn)
  web.get('/api/realtime', { websocket: true }, (socket, request) => {
    if (!visit.isSameSite(request)) return socket.close(SESSION_OVER, 'other site')
    const caller = visit.callerOf(request)
    if (!caller) return socket.close(SESSION_OVER, 'not signed in')
    realtime.seat(socket, caller).catch(() => socket.close(SESSION_OVER, 'not signed in'))
  })
  web.addHook('preClose', async () => realtime.close())
  await addWebApplication(web, parts.webFolder)
  return web
}

export const languageOf = (request: FastifyRequest): Language =>
  request.headers['accept-language']?.toLowerCase().startsWith('en') ? 'en' : 'zh'

/** One visitor's request: session cookie, origin, caller. */
class Visit {
  readonly #parts: WebParts
  readonly #cookieName: string
  readonly #secure: boolean
  constructor(parts: WebParts, cookieName: string, secure: boolean) {
    this.#parts = parts
    this.#cookieName = cookieName
    this.#secure = secure
  }
  /** A browser always names the origin of a POST: it must be this server (cookies are SameSite=Strict besides). */
  isSameSite(request: FastifyRequest): boolean {
    const { origin } = request.headers
    if (origin === undefined) return true
    try {
      return new URL(origin).host === request.host
    } catch {
      return false
    }
  }
  callerOf(request: FastifyRequest): Caller | undefined {
    const token = request.cookies[this.#cookieName]
    if (token === undefined) return undefined
    const caller = this.#parts.callerOf(token, {
      via: 'web',
      ip: request.ip,
      language: languageOf(request),
      requestId: request.id,
    })
    if (caller) this.#parts.onSessionUsed(token)
    return caller
  }
  requireCaller(request: FastifyRequest): Caller {
    if (!this.isSameSite(request)) return fail(errors.crossSite)
    return this.callerOf(request) ?? fail(errors.notSignedIn)
  }
  setSession(reply: FastifyReply, token: string | null, expiresAt: Date | null): void {
    const options = { path: '/', httpOnly: true, sameSite: 'strict', secure: this.#secure } as const
    if (token === null) reply.clearCookie(this.#cookieName, options)
    else reply.setCookie(this.#cookieName, token, { ...options, ...(expiresAt ? { expires: expiresAt } : {}) })
  }
}

function addCallRoute(web: FastifyInstance, parts: WebParts, visit: Visit, metrics: ReturnType<typeof createMetrics>): void {
  web.post<{ Params: { name: string } }>('/api/call/:name', async (request, reply) => {
    const { name } = request.params
    const operation = parts.operations.get(name)
    if (!operation) return fail(errors.unknownOperation, { name })
    const started = performance.now()
    let outcome = 'failed'
    try {
      if (!visit.isSameSite(request)) return fail(errors.crossSite)
      const answer = isPublic(operation)
        ? await runPublic(parts.kernel, operation, request.body, {
            ip: request.ip,
            userAgent: request.headers['user-agent'] ?? '',
            requestId: request.id,
            setSession: (token, expiresAt) => visit.setSession(reply, token, expiresAt),
          })
        : await runOperation(parts.kernel, operation, request.body, visit.requireCaller(request), {
            idempotencyKey: keyOf(request),
          })
      outcome = 'done'
      return await reply.header('cache-control', 'no-store').send(answer)
    } finally {
      metrics.operationSeconds.observe({ operation: name, outcome }, (performance.now() - started) / 1000)
    }
  })
}

function keyOf(request: FastifyRequest): string | undefined {
  const key = request.headers['idempotency-key']
  if (key === undefined) return undefined
  if (typeof key !== 'string' || key.length === 0 || key.length > 255)
    return fail(errors.invalidInput, { field: 'idempotency-key', reason: '1–255 characters' })
  return key
}

function addFileRoutes(web: FastifyInstance, parts: WebParts, visit: Visit): void {
  const { kernel } = parts
  web.post('/api/files', async (request, reply) => {
    const caller = visit.requireCaller(request)
    const upload = await request.file()
    if (!upload) return fail(errors.invalidInput, { field: 'file', reason: 'missing' })
    const announced = { name: upload.filename.slice(-200) || 'file', contentType: upload.mimetype.slice(0, 120) }
    const { fileId } = await runOperation(kernel, parts.addFile, announced, caller)
      .then((answer) => answer as { fileId: string })
      .catch((error: Error) => {
        // The rest of a refused upload is thrown away, or it would block the connection for the next request.
        upload.file.resume()
        throw error
      })
    const target = filePath(kernel.world, caller.merchantId, fileId)
    await pipeline(upload.file, createWriteStream(target, { mode: 0o600 }))
    if (upload.file.truncated) {
      rmSync(target, { force: true })
      return fail(errors.fileTooLarge, { limitMb: kernel.world.config.uploadLimitMb })
    }
    return reply.send({ fileId, name: upload.filename, bytes: upload.file.bytesRead })
  })
  web.get<{ Params: { fileId: string } }>('/api/files/:fileId', async (request, reply) => {
    const caller = visit.requireCaller(request)
    const file = (await runOperation(kernel, parts.readFile, { fileId: request.params.fileId }, caller)) as {
      name: string
      contentType: string
    }
    const source = filePath(kernel.world, caller.merchantId, request.params.fileId)
    if (!existsSync(source)) return fail(errors.notFound)
    // Never rendered by the browser as a page of ours, whatever was uploaded.
    reply
      .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
      .header('x-content-type-options', 'nosniff')
    return reply
      .type(file.contentType === 'application/pdf' ? 'application/pdf' : 'application/octet-stream')
      .send(createReadStream(source))
  })
}

function addSystemRoutes(web: FastifyInstance, parts: WebParts, metrics: ReturnType<typeof createMetrics>): void {
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

async function addWebApplication(web: FastifyInstance, folder: string): Promise<void> {
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
      request.method !== 'GET' ||
      request.url.startsWith('/api/') ||
      request.url.startsWith('/assets/') ||
      !existsSync(indexFile)
    ) {
      return reply.status(404).send(errorBody(errors.notFound, {}, languageOf(request), request.id))
    }
    const nonce = randomBytes(16).toString('base64')
    const policy = [
      "default-src 'self'",
      "script-src 'self'",
      `style-src 'self' 'nonce-${nonce}'`,
      "style-src-attr 'unsafe-inline'",
      "img-src 'self' data: blob:",
      "font-src 'self' data:",
      "connect-src 'self'",
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
