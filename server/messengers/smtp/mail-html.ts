/** The mail as a page: words and one button. Nothing is loaded from elsewhere, so nothing tells when it was opened. */
import type { Message } from '#server/messengers/messenger.ts'

export function mailHtml({ subject, text, url, linkText }: Message): string {
  const paragraphs = text.split(/\n+/).map((line) => `<p style="margin:0 0 12px">${escapeHtml(line)}</p>`)
  const link = escapeHtml(url)
  return `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"></head>
<body style="margin:0;background:#f5f7f9;font:15px/1.6 -apple-system,'PingFang SC','Microsoft YaHei',sans-serif;color:#1d2733">
<div style="max-width:520px;margin:0 auto;padding:28px 20px"><div style="background:#fff;border:1px solid #e3e8ef;border-radius:14px;padding:26px">
<h1 style="margin:0 0 16px;font-size:19px">${escapeHtml(subject)}</h1>${paragraphs.join('')}
<p style="margin:22px 0"><a href="${link}" style="background:#0f766e;color:#fff;text-decoration:none;border-radius:8px;padding:11px 22px;display:inline-block">${escapeHtml(linkText)}</a></p>
<p style="margin:0;color:#64748b;font-size:13px;overflow-wrap:anywhere">${link}</p></div></div></body></html>`
}

const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
