/** The few HTTP functions every part of the sandbox shares. */
import type { IncomingMessage, ServerResponse } from 'node:http'

const MAX_BODY_BYTES = 64 * 1024 * 1024

export class BodyTooLarge extends Error {
  override readonly name = 'BodyTooLarge'
}

export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  let byteCount = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    byteCount += chunk.length
    if (byteCount > MAX_BODY_BYTES) throw new BodyTooLarge('The body exceeds 64 MB')
    chunks.push(chunk)
  }
  return chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)
}

export function sendJson(response: ServerResponse, json: string, status = 200): void {
  const body = Buffer.from(json, 'utf8')
  response.writeHead(status, { 'content-type': 'application/json;charset=UTF-8', 'content-length': body.length })
  response.end(body)
}

export function sendText(response: ServerResponse, text: string, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(text)
}

export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')
}
