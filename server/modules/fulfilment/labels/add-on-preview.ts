/** The shop's own area as it will print. */
import type { AddOnElement } from '#contract/print-templates.ts'
import { layAddOn } from './add-on-area.ts'
import { drawnPage } from './drawn-page.ts'
import { loadLabelFonts } from './label-font.ts'
import { addOnAreaMm } from './label-formats.ts'
import type { LabelSheet, LabelSize } from './label-sheet.ts'
import { mm, openPage } from './sheet-page.ts'

export async function previewAddOn(sheet: LabelSheet, size: LabelSize, elements: readonly AddOnElement[]) {
  const page = openPage(await loadLabelFonts())
  const { widthMm, heightMm } = addOnAreaMm(size)
  const area = { x: 0, y: 0, width: mm(widthMm), height: mm(heightMm) }
  layAddOn(page, sheet, area, elements, 'Asia/Shanghai')
  return {
    width: area.width,
    height: area.height,
    shortened: [...page.shortened],
    ...drawnPage(page),
  }
}
