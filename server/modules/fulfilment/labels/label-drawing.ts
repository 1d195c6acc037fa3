/** A laid-out page in the dots of a thermal printer, so that paper from any printer shows what the PDF shows. Pure. */
import type { Drawing, DrawnMark, DrawnText } from '#server/printers/label-languages/drawing.ts'
import { DOT_PT, type Mark, type TextMark } from './sheet-page.ts'
import { widthOf } from './text-fit.ts'

const dots = (points: number): number => Math.round(points / DOT_PT)
/** A dashed line as short bars: 1 mm drawn, 0.75 mm left out. */
const DASH_DOTS = 8
const DASH_STEP_DOTS = 14

export function drawingOf(marks: readonly Mark[], widthMm: number, heightMm: number): Drawing {
  const drawn: DrawnMark[] = []
  for (const mark of marks) {
    const before = drawn.at(-1)
    // White text always follows the black field it stands on.
    if (mark.kind === 'text' && mark.isWhite && before?.kind === 'fill') {
      const [text] = textsOf(mark)
      if (text) drawn[drawn.length - 1] = { ...before, kind: 'badge', text }
    } else drawn.push(...drawnOf(mark))
  }
  return { widthMm, heightMm, marks: drawn }
}

function drawnOf(mark: Mark): DrawnMark[] {
  switch (mark.kind) {
    case 'text':
      return textsOf(mark)
    case 'fill': {
      const [x, y] = [dots(mark.x), dots(mark.y)]
      return [{ kind: 'fill', x, y, width: Math.max(1, dots(mark.width)), height: Math.max(1, dots(mark.height)) }]
    }
    case 'cut': {
      const count = Math.floor(dots(mark.width) / DASH_STEP_DOTS)
      const place = { kind: 'fill', y: dots(mark.y), width: DASH_DOTS, height: 2 } as const
      return Array.from({ length: count }, (_, k) => ({ ...place, x: dots(mark.x) + k * DASH_STEP_DOTS }))
    }
    case 'bars':
      return [{ kind: 'code128', ...placeOf(mark), height: dots(mark.height), text: mark.text }]
    case 'modules':
      return [{ kind: 'qr', ...placeOf(mark), text: mark.text }]
  }
}

const placeOf = ({ x, y, modulePt }: { x: number; y: number; modulePt: number }) => ({
  x: dots(x),
  y: dots(y),
  moduleDots: dots(modulePt),
})

function textsOf({ lines, x, y, leadingPt, sizePt, font, align = 'left' }: TextMark): DrawnText[] {
  return lines.flatMap((text, k) => {
    if (text.trim() === '') return []
    const width = Math.ceil(widthOf(text, font, sizePt) / DOT_PT)
    const place = { x: dots(x), baseline: dots(y + k * leadingPt), height: dots(sizePt), width }
    return { kind: 'text', ...place, align, text, isBold: font.face === 'bold' }
  })
}
