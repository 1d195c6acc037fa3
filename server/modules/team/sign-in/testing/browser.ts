/** Somebody's browser at the real web server: it keeps its cookies, has an address and a name. */
import type { FastifyInstance } from 'fastify'

export type Answer<T> = { status: number; code: string; body: T; params: Record<string, unknown> }
export type Browser = {
  cookies: Map<string, string>
  call<T>(operation: string, input?: object, headers?: Record<string, string>): Promise<Answer<T>>
}
export const SITE = 'http://localhost:3000'

export function aBrowser(
  web: FastifyInstance,
  { ip = '192.0.2.1', userAgent = '' }: { ip?: string; userAgent?: string } = {},
): Browser {
  const cookies = new Map<string, string>()
  return {
    cookies,
    async call(operation, input = {}, headers = {}) {
      const answer = await web.inject({
        method: 'POST',
        url: `/api/call/${operation}`,
        remoteAddress: ip,
        headers: {
          'content-type': 'application/json',
          host: 'localhost:3000',
          origin: SITE,
          'user-agent': userAgent,
          cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...headers,
        },
        payload: JSON.stringify(input),
      })
      for (const { name, value } of answer.cookies) {
        if (value === '') cookies.delete(name)
        else cookies.set(name, value)
      }
      const body = answer.json()
      return { status: answer.statusCode, code: body.error?.code ?? 'done', body, params: body.error?.params ?? {} }
    },
  }
}
