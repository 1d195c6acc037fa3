/** The other end of a webhook: a server of the app's publisher, which answers as told and keeps what it was sent. */
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Received = { headers: IncomingHttpHeaders; body: string }
export type Receiver = {
  url: string
  got: Received[]
  /** Status and headers of the next answers; the last one stays. `null` = breaks the connection. */
  answers: ({ status: number; headers?: Record<string, string> } | null)[]
  stop(): Promise<void>
}

export async function aReceiver(): Promise<Receiver> {
  const got: Received[] = []
  const receiver: Receiver = { url: '', got, answers: [], stop: async () => undefined }
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += String(chunk)
    })
    request.on('end', () => {
      got.push({ headers: request.headers, body })
      const answer = receiver.answers.length > 1 ? receiver.answers.shift() : receiver.answers[0]
      if (answer === null) response.destroy()
      else response.writeHead(answer?.status ?? 200, answer?.headers).end('thank you')
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  receiver.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
  receiver.stop = async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  }
  return receiver
}
