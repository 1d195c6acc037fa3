/** The console of the sandbox's Douyin application: its keys to copy, and the address of its pushes. */
import type { IncomingMessage, ServerResponse } from 'node:http'
import { escapeHtml, readBody, sendText } from '#sandbox/http.ts'
import { sendPage } from '#sandbox/page-frame.ts'
import { sandboxDouyinApp } from './app.ts'
import type { Pusher } from './pusher.ts'

/** GET shows it; a form posted with `address` sets where messages go. */
export async function handleConsole(
  pusher: Pusher,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') return showConsole(pusher, path, response)
  // A page of another origin may post forms here, but then it says where it comes from.
  const { origin, host } = request.headers
  if (origin !== undefined && origin !== `http://${host}`) return sendText(response, 'Other origin', 403)
  const form = new URLSearchParams((await readBody(request)).toString('utf8'))
  if (await pusher.setAddress(form.get('address') ?? '')) response.writeHead(303, { location: path }).end()
  else sendText(response, '这个地址没有正确回答测试消息。The address did not take the trial message.', 400)
}

function showConsole(pusher: Pusher, path: string, response: ServerResponse): void {
  const { appKey, appSecret, serviceId } = sandboxDouyinApp
  const facts = Object.entries({ app_key: appKey, app_secret: appSecret, service_id: serviceId })
    .map(([name, value]) => `<p>${name} <code>${value}</code></p>`)
    .join('')
  sendPage(
    response,
    '抖店开放平台',
    `<section class="card"><h2>应用 Application</h2>${facts}</section>
<section class="card"><h2>消息推送地址 Address of pushes</h2>
<form method="post" action="${escapeHtml(path)}"><input name="address" size="60" value="${escapeHtml(pusher.address())}"> <button>保存 Save</button></form></section>`,
  )
}
