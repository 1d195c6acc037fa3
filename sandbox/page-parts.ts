/** The few pieces of HTML that the sandbox's pages are put together from. */
import { escapeHtml } from './http.ts'

export const tag = ([word, tone]: [string, string]) => `<span class="tag ${tone}">${escapeHtml(word)}</span>`
export const row = (...cells: string[]) => `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`
export const table = (heads: string[], rows: string[]) =>
  rows.length === 0
    ? '<p class="soft">暂无 Nothing yet</p>'
    : `<table><thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`
export const card = (title: string, body: string) => `<section class="card"><h2>${title}</h2>${body}</section>`

/** A button that posts one control call; `values` are sent as hidden fields. */
export function button(action: string, label: string, values: Record<string, string>, tone = ''): string {
  const fields = Object.entries(values).map(
    ([name, value]) => `<input type="hidden" name="${name}" value="${escapeHtml(value)}">`,
  )
  return `<form method="post" action="/control/${action}">${fields.join('')}<button class="${tone}">${escapeHtml(label)}</button></form>`
}
