/** The shop's part of a label: order numbers, items and notes share one area; notes go first when room is short. */
import type { LabelSheet } from './label-sheet.ts'
import { mm, type SheetPage } from './sheet-page.ts'
import { itemText, notesOf, orderNumbersText, quantityOf } from './sheet-words.ts'
import { ASCENT, type Box, linesInHeight, printableText, shortenLine, shortenLines, wrapText } from './text-fit.ts'

type Line = { text: string; isBold: boolean }

const SIZES_PT = [9, 8, 7.5, 7, 6.5, 6, 5.5]
const LEADING = 1.18
/** When both are too long, notes may take this much: an unread note costs a complaint, a cut item list is on the delivery note. */
const NOTES_SHARE = 0.65

function itemLines(
  page: SheetPage,
  items: readonly string[],
  summary: string,
  sizePt: number,
  width: number,
  room: number,
): Line[] {
  const lines: Line[] = []
  for (const [k, item] of items.entries()) {
    const wrapped = wrapText(item, page.fonts.regular, sizePt, width)
    const isLast = k === items.length - 1
    if (lines.length + wrapped.length <= room - (isLast ? 0 : 1)) {
      for (const text of wrapped) lines.push({ text, isBold: false })
      continue
    }
    page.shortened.add('items')
    if (room <= 0) return []
    return [...lines.slice(0, room - 1), { text: shortenLine(summary, page.fonts.bold, sizePt, width, ''), isBold: true }]
  }
  return lines
}

/** Wrapped notes, each cut to a fair number of lines when together they have more than `room`. */
function noteLines(page: SheetPage, notes: readonly string[], sizePt: number, width: number, room: number): Line[] {
  const font = page.fonts.bold
  const wrapped = notes.map((note) => wrapText(note, font, sizePt, width))
  const total = wrapped.reduce((sum, lines) => sum + lines.length, 0)
  if (total <= room) return wrapped.flat().map((text) => ({ text, isBold: true }))
  page.shortened.add('notes')
  const hasRoomForEach = wrapped.length < room
  const shown = hasRoomForEach ? wrapped : wrapped.slice(0, Math.max(0, room - 1))
  let left = room - 1
  const lines = shown.flatMap((each, k) => {
    const share = Math.floor(left / (shown.length - k))
    const kept = shortenLines(each, Math.max(1, share), font, sizePt, width)
    left -= kept.length
    return kept
  })
  const rest = hasRoomForEach ? '备注未完，全文见发货单' : `另 ${wrapped.length - shown.length} 条备注见发货单`
  return [...lines, shortenLine(rest, font, sizePt, width, '')].slice(0, room).map((text) => ({ text, isBold: true }))
}

/** How many lines the whole text takes; more than `room` may be reported as any number above it. */
function countLines(
  texts: readonly string[],
  page: SheetPage,
  face: 'regular' | 'bold',
  sizePt: number,
  width: number,
  room: number,
): number {
  let count = 0
  for (const text of texts) {
    if (count > room) return count
    count += wrapText(text, page.fonts[face], sizePt, width, room + 1).length
  }
  return count
}

function writeLines(page: SheetPage, lines: readonly Line[], box: Box, top: number, sizePt: number): void {
  const leadingPt = sizePt * LEADING
  for (let from = 0; from < lines.length; ) {
    const isBold = lines[from]?.isBold === true
    let to = from
    while (to < lines.length && (lines[to]?.isBold === true) === isBold) to++
    page.marks.push({
      kind: 'text',
      font: isBold ? page.fonts.bold : page.fonts.regular,
      sizePt,
      leadingPt,
      lines: lines.slice(from, to).map((line) => line.text),
      x: box.x,
      y: top + ASCENT * sizePt + from * leadingPt,
      isWhite: false,
    })
    from = to
  }
}

/** Shop and order numbers on top, then the items, at the bottom every note of every order. */
export function writeContents(page: SheetPage, sheet: LabelSheet, box: Box): void {
  const heading = printableText(
    [sheet.shopName, orderNumbersText(sheet.orders)].filter((part) => part !== '').join('  '),
    page.fonts.regular,
    page.missing,
  )
  const notes = notesOf(sheet.orders).map(({ label, text }) => printableText(label + text, page.fonts.bold, page.missing))
  const items = sheet.items.map((item, k) => {
    const number = sheet.items.length > 1 ? `${k + 1}. ` : ''
    return printableText(`${number}${itemText(item)}  ×${item.quantity}`, page.fonts.regular, page.missing).replaceAll('\n', ' ')
  })
  const summary = `…等 ${items.length} 种 ${quantityOf(sheet.items)} 件`
  const gap = mm(0.8)
  for (const sizePt of SIZES_PT) {
    const isLast = sizePt === SIZES_PT.at(-1)
    const room = linesInHeight(box.height - 2 * gap, sizePt, sizePt * LEADING)
    // At most a third for order numbers: fifty merged orders must not push out what is in the box.
    const headingRoom = Math.max(1, Math.floor(room / 3))
    const headingWrapped = wrapText(heading, page.fonts.regular, sizePt, box.width, headingRoom + 1)
    const left = room - Math.min(headingWrapped.length, headingRoom)
    const noteCount = countLines(notes, page, 'bold', sizePt, box.width, left)
    const itemCount = countLines(items, page, 'regular', sizePt, box.width, left)
    const doesFit = headingWrapped.length <= headingRoom && noteCount + itemCount <= left
    if (!doesFit && !isLast) continue
    if (headingWrapped.length > headingRoom) page.shortened.add('orderNumbers')
    const headingLines = shortenLines(headingWrapped, headingRoom, page.fonts.regular, sizePt, box.width)
    const noteRoom = Math.min(noteCount, Math.max(Math.floor(left * NOTES_SHARE), left - itemCount))
    const noteRows = noteLines(page, notes, sizePt, box.width, noteRoom)
    const itemRows = itemLines(page, items, summary, sizePt, box.width, left - noteRows.length)
    const step = sizePt * LEADING
    writeLines(
      page,
      headingLines.map((text) => ({ text, isBold: false })),
      box,
      box.y,
      sizePt,
    )
    const itemsTop = box.y + headingLines.length * step + gap
    writeLines(page, itemRows, box, itemsTop, sizePt)
    writeLines(page, noteRows, box, itemsTop + itemRows.length * step + gap, sizePt)
    return
  }
}
