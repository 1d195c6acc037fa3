/** The token endpoint. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { readBody, sendJson } from '#sandbox/http.ts'
import type { Grant } from '#sandbox/shops.ts'
import type { World } from '#sandbox/world.ts'
import { grantJson } from './token-json.ts'

/** Name under which faults can hit the token endpoint. */
const TOKEN_ENDPOINT = 'oauth.token'

/** POST form: `authorization_code` or `refresh_token`; every code and every refresh token works once. */
export async function handleToken(world: World, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams((await readBody(request)).toString('utf8'))
  if (world.faults.strike('outage', TOKEN_ENDPOINT)) {
    request.socket.destroy()
    return
  }
  const outcome = request.method === 'POST' ? grantFor(world, form) : 'invalid_request'
  // The old token is spent although nobody hears of the new one.
  if (world.faults.strike('lostReply', TOKEN_ENDPOINT)) request.socket.destroy()
  else if (typeof outcome === 'object') sendJson(response, grantJson(outcome))
  else sendJson(response, JSON.stringify({ error: outcome, error_description: REFUSALS[outcome] }), 400)
}

const REFUSALS = {
  invalid_request: 'Only POST with a form is understood',
  invalid_client: 'client_id or client_secret is wrong',
  invalid_grant: 'The code or refresh token is unknown, used or expired',
  unsupported_grant_type: 'grant_type must be authorization_code or refresh_token',
} as const

function grantFor({ shops }: World, form: URLSearchParams): Grant | keyof typeof REFUSALS {
  const given = (name: string) => form.get(name) ?? ''
  const secret = shops.appSecret(given('client_id'))
  if (secret === undefined || secret !== given('client_secret')) return 'invalid_client'
  if (given('grant_type') === 'refresh_token') return shops.redeemRefreshToken(given('refresh_token')) ?? 'invalid_grant'
  if (given('grant_type') !== 'authorization_code') return 'unsupported_grant_type'
  return shops.redeemCode(given('code'), given('client_id'), given('redirect_uri')) ?? 'invalid_grant'
}
