/** Who stands behind a request: bearer token or session cookie, origin, language. */
import type {} from '@fastify/cookie'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { errors } from '#contract/errors.ts'
import { fail } from './failure.ts'
import type { Language } from './http-errors.ts'
import { normaliseIp } from './ip-address.ts'
import type { Caller, CallerDetails } from './run-operation.ts'

/** The caller behind a session token; undefined when it is malformed. */
export type CallerOf = (token: string, details: CallerDetails) => Caller | undefined
export type VisitParts = {
  callerOf: CallerOf
  /** The same for a token in `Authorization: Bearer`. */
  callerOfBearer: CallerOf
  /** Told of every used token of either kind, to keep "last seen". */
  onTokenUsed(token: string): void
}

export const languageOf = (request: FastifyRequest): Language =>
  request.headers['accept-language']?.toLowerCase().startsWith('en') ? 'en' : 'zh'

const MOST_CONFIRMED = 10_000
const DEVICE_LIFE_MS = 400 * 24 * 3600_000
/** Sent by a page whose reader has not touched it for a while: such requests do not keep a session from locking itself. */
const UNATTENDED = 'x-unattended'

/** One visitor's request: token, origin, caller. A request with an `Authorization` header is known by that alone: its cookie is not looked at. */
export class Visit {
  readonly #parts: VisitParts
  readonly #cookieName: string
  readonly #deviceCookie: string
  readonly #secure: boolean
  readonly #publicSite: string | undefined
  readonly #confirmed = new Set<string>()
  constructor(parts: VisitParts, publicUrl: string | undefined) {
    this.#parts = parts
    this.#secure = publicUrl?.startsWith('https://') ?? false
    this.#publicSite = publicUrl === undefined ? undefined : new URL(publicUrl).origin
    this.#cookieName = this.#secure ? '__Host-zg_session' : 'zg_session'
    this.#deviceCookie = this.#secure ? '__Host-zg_device' : 'zg_device'
  }
  /** The origin of our pages as this visitor's browser knows it; passkeys are bound to it. */
  siteOf(request: FastifyRequest): string {
    return this.#publicSite ?? `${request.protocol}://${request.host}`
  }
  deviceOf(request: FastifyRequest): string {
    return request.cookies[this.#deviceCookie] ?? ''
  }
  /** A browser always names the origin of a POST: it must be this server (cookies are SameSite=Strict besides). A bearer token is never sent by a browser of itself. */
  isSameSite(request: FastifyRequest): boolean {
    const { origin, authorization } = request.headers
    if (origin === undefined || authorization !== undefined) return true
    try {
      return new URL(origin).host === request.host
    } catch {
      return false
    }
  }
  callerOf(request: FastifyRequest): Caller | undefined {
    const token = this.#tokenOf(request)
    if (token === undefined) return undefined
    const isBearer = request.headers.authorization !== undefined
    const details = {
      ip: normaliseIp(request.ip),
      language: languageOf(request),
      requestId: request.id,
      site: this.siteOf(request),
      userAgent: request.headers['user-agent'] ?? '',
    }
    const caller = isBearer
      ? this.#parts.callerOfBearer(token, { ...details, via: 'api' })
      : this.#parts.callerOf(token, { ...details, via: 'web' })
    if (!caller || request.headers[UNATTENDED] !== undefined) return caller
    return { ...caller, identify: this.#noting(token, caller.identify) }
  }
  #tokenOf(request: FastifyRequest): string | undefined {
    const { authorization } = request.headers
    return authorization === undefined
      ? request.cookies[this.#cookieName]
      : /^Bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(authorization)?.[1]
  }
  /** Only a token that the database has just confirmed counts as used; an invented one leaves no trace. */
  #noting(token: string, identify: Caller['identify']): Caller['identify'] {
    return async (reader, now) => {
      const known = await identify(reader, now)
      if (known.hindrance) return known
      if (this.#confirmed.size >= MOST_CONFIRMED) this.#confirmed.clear()
      this.#confirmed.add(token)
      this.#parts.onTokenUsed(token)
      return known
    }
  }
  /** Whose requests are counted together: a token the database has confirmed, else the address (a random one is no new visitor). */
  rateKey(request: FastifyRequest): string {
    const token = this.#tokenOf(request)
    return token !== undefined && this.#confirmed.has(token) ? token : request.ip
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
  setDevice(reply: FastifyReply, token: string, now: Date): void {
    const expires = new Date(now.getTime() + DEVICE_LIFE_MS)
    reply.setCookie(this.#deviceCookie, token, { path: '/', httpOnly: true, sameSite: 'strict', secure: this.#secure, expires })
  }
}
