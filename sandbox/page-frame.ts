/** The frame of the sandbox's few pages: own styles, no scripts from elsewhere, nothing inline but the style. */
import { createHash } from 'node:crypto'
import type { ServerResponse } from 'node:http'
import { escapeHtml } from './http.ts'

const STYLE = `
:root{color-scheme:light;--ink:#1d2733;--soft:#64748b;--line:#e3e8ef;--brand:#0f766e;--bad:#b42318;--paper:#fff;--ground:#f5f7f9}
*{box-sizing:border-box}body{margin:0;background:var(--ground);color:var(--ink);font:14px/1.55 system-ui,"PingFang SC","Microsoft YaHei",sans-serif}
header{background:linear-gradient(100deg,#0f766e,#155e75);color:#fff;padding:18px 28px}header h1{margin:0;font-size:20px;font-weight:650}header p{margin:2px 0 0;opacity:.85}
main{max-width:1280px;margin:0 auto;padding:20px 28px 48px;display:grid;gap:18px}
.card{background:var(--paper);border:1px solid var(--line);border-radius:12px;padding:16px 18px;overflow-x:auto}
h2{margin:0 0 10px;font-size:15px}.figures{display:flex;flex-wrap:wrap;gap:12px}.figure{flex:1 1 140px;border:1px solid var(--line);border-radius:10px;padding:10px 14px}
.figure b{display:block;font-size:24px;line-height:1.2;font-variant-numeric:tabular-nums}.figure span,.soft{color:var(--soft)}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:7px 10px;border-bottom:1px solid var(--line);vertical-align:top}th{color:var(--soft);font-weight:500;white-space:nowrap}
td.num{font-variant-numeric:tabular-nums;white-space:nowrap}form{display:inline-flex;flex-wrap:wrap;gap:6px;align-items:center;margin:0 8px 8px 0}
button,.button{border:1px solid var(--line);background:#fff;color:var(--ink);border-radius:8px;padding:5px 12px;font:inherit;cursor:pointer;text-decoration:none;display:inline-block}
button:hover,.button:hover{border-color:var(--brand);color:var(--brand)}button.main{background:var(--brand);border-color:var(--brand);color:#fff}button.on{background:var(--bad);border-color:var(--bad);color:#fff}
button.small{padding:1px 8px;font-size:12px}td form{margin:0 4px 4px 0}.pair{display:grid;grid-template-columns:repeat(auto-fit,minmax(420px,1fr));gap:18px}
input{font:inherit;border:1px solid var(--line);border-radius:8px;padding:5px 8px;width:90px}input.wide{width:230px}
.tag{display:inline-block;border-radius:6px;padding:0 7px;background:#eef2f6;white-space:nowrap}.tag.good{background:#dcf5ee;color:#0f766e}.tag.bad{background:#fde8e6;color:var(--bad)}.tag.wait{background:#fff3d6;color:#92610a}
a{color:var(--brand)}code{font-size:13px}
.phone{max-width:390px;margin:0 auto;width:100%;display:grid;gap:12px}.message{background:var(--paper);border:1px solid var(--line);border-radius:14px;padding:14px 16px;display:grid;gap:6px}
.message.unread{border-color:var(--brand)}.message p{margin:0;white-space:pre-line;overflow-wrap:anywhere}.message .head{display:flex;justify-content:space-between;gap:8px}
`
const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64')

export function sendPage(response: ServerResponse, title: string, body: string, refreshSeconds = 0): void {
  const refresh = refreshSeconds > 0 ? `<meta http-equiv="refresh" content="${refreshSeconds}">` : ''
  const html = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">${refresh}<title>${escapeHtml(title)} · 掌柜沙箱</title><style>${STYLE}</style></head><body><header><h1>掌柜沙箱 · ${escapeHtml(title)}</h1><p>平台、快递公司、打印机、微信通讯录和邮件服务器都在这里，全部是假的，签名是真的。 The outside world for development.</p></header><main>${body}</main></body></html>`
  response.writeHead(200, {
    'content-type': 'text/html; charset=utf-8',
    'content-security-policy': `default-src 'none'; style-src 'sha256-${STYLE_HASH}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  })
  response.end(html)
}
