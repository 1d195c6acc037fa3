/** The shop owner's consent page and the token endpoint. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { escapeHtml, readBody, sendJson, sendText } from '#sandbox/http.ts'
import { sendPage } from '#sandbox/page-frame.ts'
import type { Grant } from '#sandbox/shops.ts'
import type { World } from '#sandbox/world.ts'
import { grantJson } from './token-json.ts'

/** GET shows the shops to choose from (or grants at once with `shop` given); the choice comes back as a GET with `shop`. */
export function handleAuthorise(world: World, url: URL, response: ServerResponse): void {
  const query = url.searchParams
  const appKey = query.get('client_id') ?? ''
  const redirectUrl = query.get('redirect_uri') ?? ''
  const complaint = complaintOf(world, query.get('response_type') ?? '', appKey, redirectUrl)
  const shop = world.shops.find(query.get('shop') ?? '')
  if (complaint !== null) sendText(response, complaint, 400)
  else if (!shop) sendConsentPage(world, url, response)
  else {
    const target = new URL(redirectUrl)
    target.searchParams.set('code', world.shops.issueCode(shop.id, appKey, redirectUrl))
    if (query.has('state')) target.searchParams.set('state', query.get('state') ?? '')
    response.writeHead(302, { location: target.href }).end()
  }
}

function complaintOf(world: World, responseType: string, appKey: string, redirectUrl: string): string | null {
  if (responseType !== 'code') return 'response_type 应为 code'
  if (world.shops.appSecret(appKey) === undefined) return 'client_id 不存在'
  return /^https?:\/\//.test(redirectUrl) && URL.canParse(redirectUrl) ? null : 'redirect_uri 无效'
}

function sendConsentPage(world: World, url: URL, response: ServerResponse): void {
  const choices = world.shops.list('taobao').map((shop) => {
    const link = new URL(url)
    link.searchParams.set('shop', shop.id)
    return `<p><a class="button" href="${escapeHtml(link.pathname + link.search)}">授权店铺「${escapeHtml(shop.name)}」 Grant access</a></p>`
  })
  sendPage(
    response,
    '店铺授权',
    `<section class="card"><h2>应用请求访问您的店铺</h2><p>请选择要授权的店铺。Choose the shop to grant.</p>${choices.join('')}</section>`,
  )
}

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
