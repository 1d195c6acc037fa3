/** What a person sees when a visit from an app cannot go on: one sentence in both languages, and no way to be led on by the sender. */
import { randomBytes } from 'node:crypto'

const sentences: Record<string, readonly [string, string]> = {
  invalid_redirect_uri: [
    '应用要求返回的地址与安装时登记的不一致，已中止。请联系应用的提供方。',
    'The app asked to return to an address that was not registered for it. Tell the app’s publisher.',
  ],
  invalid_client: [
    '找不到该应用，或它已被停用、卸载或到期。请联系主账号。',
    'This app is unknown, or it was suspended, uninstalled or has ended. Ask the owner.',
  ],
  session_changed: [
    '同意授权的人与此浏览器中登录的人不是同一个，已中止。请从应用重新开始。',
    'Who agreed is not who is signed in in this browser. Start again from the app.',
  ],
}
const expired: readonly [string, string] = [
  '这次授权已过期或无效，请从应用重新开始。',
  'This request has expired or is not valid. Start again from the app.',
]

export function errorPage(code: string): { html: string; policy: string } {
  const nonce = randomBytes(16).toString('base64')
  const [zh, en] = sentences[code] ?? expired
  const html = `<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>掌柜 Zhanggui</title>
<style nonce="${nonce}">
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#f5f6f8;color:#1f2329;font:16px/1.7 system-ui,"Noto Sans SC",sans-serif}
main{max-width:30rem;margin:1.5rem;padding:2rem 2.25rem;background:#fff;border-radius:16px;box-shadow:0 6px 24px rgb(0 0 0/.06)}
h1{margin:0 0 .75rem;font-size:1.25rem}p{margin:.25rem 0}small{color:#8a9099}a{color:#1668dc}
@media(prefers-color-scheme:dark){body{background:#141414;color:#e6e6e6}main{background:#1f1f1f}}
</style></head>
<body><main><h1>无法继续授权 · Cannot go on</h1><p>${zh}</p><p><small>${en}</small></p><p><a href="/">回到掌柜 · To Zhanggui</a></p></main></body></html>`
  return { html, policy: `default-src 'none'; style-src 'nonce-${nonce}'; frame-ancestors 'none'; base-uri 'none'` }
}
