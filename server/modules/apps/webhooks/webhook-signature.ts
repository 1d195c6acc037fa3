/** Standard Webhooks (standardwebhooks.com): id, timestamp and HMAC-SHA256 over `id.timestamp.body`, one signature per secret in force. */
import { createHmac, randomBytes } from 'node:crypto'

const PREFIX = 'whsec_'
export const newWebhookSecret = (): string => `${PREFIX}${randomBytes(32).toString('base64')}`

export type SignedHeaders = { 'webhook-id': string; 'webhook-timestamp': string; 'webhook-signature': string }
export function signWebhook(secrets: readonly string[], id: string, at: Date, body: string): SignedHeaders {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`
  })
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') }
}
