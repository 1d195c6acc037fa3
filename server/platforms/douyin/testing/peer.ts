/** A bare HTTP peer in Douyin's place: for what travels, and for answers the sandbox does not give. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Connection } from '#server/platforms/platform.ts'

export type Visit = { request: IncomingMessage; body: string; response: ServerResponse }

export async function withPeer(answer: (visit: Visit) => void, act: (connection: Connection) => Promise<void>): Promise<void> {
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk
    })
    request.on('end', () => answer({ request, body, response }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  try {
    await act({
      ...{ gatewayUrl: `http://127.0.0.1:${port}/`, appKey: '7', appSecret: 'secret', accessToken: 'token-1' },
      now: () => 1_700_000_000_999,
    })
  } finally {
    server.closeAllConnections()
    server.close()
  }
}
