/** What came out of the printers behind the print components. */
import type { SandboxControl } from '#sandbox/control.ts'
import { escapeHtml } from '#sandbox/http.ts'
import { card, row, table } from '#sandbox/page-parts.ts'
import { toPlatformTime } from '#sandbox/platform-time.ts'

const SHOWN = 8

export function componentsSection(control: SandboxControl): string {
  const cards = control.printComponents().map((component) => {
    const papers = component.printed()
    const rows = papers
      .slice(-SHOWN)
      .reverse()
      .map(({ at, printer, taskId, content }) =>
        row(toPlatformTime(at), escapeHtml(printer), `<code>${escapeHtml(taskId)}</code>`, escapeHtml(content)),
      )
    const facts = `<code>${component.url}</code> · ${component.printers.map(escapeHtml).join('、')} · 共 ${papers.length} 张 sheets`
    return card(
      `打印组件 Print component · ${component.zh}`,
      `<p class="soft">${facts}</p>${table(['时间 Time', '打印机 Printer', '任务 Task', '内容 Content'], rows)}`,
    )
  })
  return cards.join('')
}
