/** The console of the WeChat shops: their keys to copy, the address of their pushes, and a buyer who writes. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { escapeHtml, readBody, sendJson, sendText } from '#sandbox/http.ts'
import { sendPage } from '#sandbox/page-frame.ts'
import { button } from '#sandbox/page-parts.ts'
import type { SandboxShop } from '#sandbox/shops.ts'
import type { World } from '#sandbox/world.ts'
import type { SentChat } from './chat-methods.ts'
import type { Pusher } from './pusher.ts'
import { shopKeysOf } from './shop-keys.ts'

type Parts = { world: World; pusher: Pusher; sent(shopId: string): SentChat[] }

/** `/console`; `/console/push-address` and `/console/say` take forms, `/console/chats?shop=` tells what the shop has answered. */
export async function handleConsole(parts: Parts, request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
  const page = url.pathname.split('/').at(-1)
  if (request.method === 'GET' && page === 'chats')
    return sendJson(response, JSON.stringify(parts.sent(url.searchParams.get('shop') ?? '')))
  if (request.method === 'GET') return showShops(parts, response)
  // A page of another origin may post forms here, but then it says where it comes from.
  const { origin, host } = request.headers
  if (origin !== undefined && origin !== `http://${host}`) return sendText(response, 'Other origin', 403)
  const form = new URLSearchParams((await readBody(request)).toString('utf8'))
  const shop = parts.world.shops.list('wechat').find(({ id }) => id === form.get('shop'))
  if (!shop) return sendText(response, 'No such shop', 404)
  if (page === 'say')
    return sendJson(
      response,
      JSON.stringify({ msg_id: parts.pusher.say(shop, form.get('openId') ?? '', form.get('text') ?? '') }),
    )
  if (page !== 'push-address') return sendText(response, 'Not found', 404)
  if (!(await parts.pusher.setAddress(shop, (form.get('address') ?? '').trim())))
    return sendText(response, 'URL 验证失败：没有原样返回 echostr', 400)
  response.writeHead(303, { location: '/wechat/console' }).end()
}

function showShops({ world, pusher }: Parts, response: ServerResponse): void {
  const cards = world.shops.list('wechat').map((shop) => card(shop, pusher.addressOf(shop.id)))
  sendPage(response, '微信小店后台', cards.join(''))
}

function card({ id, name }: SandboxShop, address: string): string {
  const { appId, appSecret, messageToken, encodingAesKey } = shopKeysOf(id)
  const rows = { AppID: appId, AppSecret: appSecret, Token: messageToken, EncodingAESKey: encodingAesKey }
  const table = Object.entries(rows).map(([label, value]) => `<tr><th>${label}</th><td><code>${value}</code></td></tr>`)
  return `<section class="card"><h2>${escapeHtml(name)}</h2><table>${table.join('')}</table>
<form method="post" action="/wechat/console/push-address"><input type="hidden" name="shop" value="${appId}">
<label>消息推送 URL <textarea name="address" rows="2" cols="60">${escapeHtml(address)}</textarea></label> <button>验证并保存 Check and save</button></form>
${button('orders', '新增 10 单 Create orders', { count: '10', shopId: id }, 'main')}</section>`
}
