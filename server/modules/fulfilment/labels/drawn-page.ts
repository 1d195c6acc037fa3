/** A laid-out page as a browser draws it: the marks that go to the printer, nothing else. Lengths in points. */
import type { Mark, SheetPage } from './sheet-page.ts'
import { type Box, widthOf } from './text-fit.ts'

export function drawnPage({ marks }: SheetPage) {
  return {
    boxes: marks.flatMap(boxesOf),
    texts: marks.flatMap((mark) =>
      mark.kind !== 'text'
        ? []
        : mark.lines.map((text, k) => ({
            x: mark.x,
            y: mark.y + k * mark.leadingPt,
            sizePt: mark.sizePt,
            isBold: mark.font.face === 'bold',
            text,
            width: widthOf(text, mark.font, mark.sizePt),
          })),
    ),
  }
}

function boxesOf(mark: Mark): Box[] {
  switch (mark.kind) {
    case 'text':
      return []
    case 'cut':
      return [{ x: mark.x, y: mark.y, width: mark.width, height: 0.7 }]
    case 'fill':
      return [{ x: mark.x, y: mark.y, width: mark.width, height: mark.height }]
    case 'bars': {
      let x = mark.x
      return mark.widths.flatMap((modules, k) => {
        const bar = { x, y: mark.y, width: modules * mark.modulePt, height: mark.height }
        x += bar.width
        return k % 2 === 0 ? [bar] : []
      })
    }
    case 'modules': {
      const { modulePt: side } = mark
      return mark.rows.flatMap((row, r) =>
        row.flatMap((isDark, c) => (isDark ? [{ x: mark.x + c * side, y: mark.y + r * side, width: side, height: side }] : [])),
      )
    }
  }
}
