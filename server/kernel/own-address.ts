import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'

const OF_THIS_MACHINE = new Set(['127.0.0.1', '0.0.0.0', '::1', '::'])

/** Where people open this server: `PUBLIC_URL`, else by the name localhost, for browsers refuse passkeys at an address. */
export function ownAddress({ publicUrl, host }: Pick<Config, 'publicUrl' | 'host'>, port: number): string {
  if (publicUrl !== undefined) return publicUrl.replace(/\/$/, '')
  const name = OF_THIS_MACHINE.has(host) ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `http://${name}:${port}`
}

/** The same of a running server. Never taken from a request: whoever may choose the host header would choose it. */
export function originOf(web: FastifyInstance, config: Pick<Config, 'publicUrl' | 'host' | 'port'>): string {
  const address = web.server.address()
  return ownAddress(config, typeof address === 'object' && address ? address.port : config.port)
}
