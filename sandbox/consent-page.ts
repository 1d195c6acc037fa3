/** The page on which a shop owner lets an application in, the same for every platform of the sandbox. */
import type { ServerResponse } from 'node:http'
import { escapeHtml, sendText } from './http.ts'
import type { PlatformName } from './outside-platform.ts'
import { sendPage } from './page-frame.ts'
import type { World } from './world.ts'

type Consent = { world: World; platform: PlatformName; codeLifeMs?: number }

/** GET shows the platform's shops to choose from (or grants at once with `shop` given); the choice comes back as a GET with `shop`. */
export function handleAuthorise(consent: Consent, url: URL, response: ServerResponse): void {
  const appKey = url.searchParams.get('client_id') ?? ''
  const complaint = url.searchParams.get('response_type') === 'code' ? null : 'response_type 应为 code'
  askOwner(consent, { appKey, complaint }, url, response)
}

/** For platforms that name the application in their own way. `complaint`: what is wrong with how it asks. */
export function askOwner(
  { world, platform, codeLifeMs }: Consent,
  { appKey, complaint }: { appKey: string; complaint: string | null },
  url: URL,
  response: ServerResponse,
): void {
  const query = url.searchParams
  const redirectUrl = query.get('redirect_uri') ?? ''
  const wrong = complaint ?? complaintOf(world, appKey, redirectUrl)
  const shop = world.shops.list(platform).find(({ id }) => id === query.get('shop'))
  if (wrong !== null) sendText(response, wrong, 400)
  else if (!shop) sendConsentPage(world, platform, url, response)
  else {
    const target = new URL(redirectUrl)
    target.searchParams.set('code', world.shops.issueCode(shop.id, appKey, redirectUrl, codeLifeMs))
    if (query.has('state')) target.searchParams.set('state', query.get('state') ?? '')
    response.writeHead(302, { location: target.href }).end()
  }
}

function complaintOf(world: World, appKey: string, redirectUrl: string): string | null {
  if (world.shops.appSecret(appKey) === undefined) return '应用不存在'
  return /^https?:\/\//.test(redirectUrl) && URL.canParse(redirectUrl) ? null : 'redirect_uri 无效'
}

function sendConsentPage(world: World, platform: PlatformName, url: URL, response: ServerResponse): void {
  const choices = world.shops.list(platform).map((shop) => {
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
