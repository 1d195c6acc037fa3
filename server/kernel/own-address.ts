import type { FastifyInstance } from 'fastify'
import type { Config } from './config.ts'

/** This server's own address. Never taken from a request: whoever may choose the host header would choose it. */
export function originOf(web: FastifyInstance, config: Pick<Config, 'publicUrl' | 'host' | 'port'>): string {
  if (config.publicUrl !== undefined) return config.publicUrl.replace(/\/$/, '')
  const address = web.server.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  return `http://${config.host === '0.0.0.0' ? '127.0.0.1' : config.host}:${port}`
}
