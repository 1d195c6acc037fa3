/** Breaks text into lines of a width and shrinks or shortens it to a box. All lengths in points. */
import type { LabelFont } from './label-font.ts'

export type Box = { x: number; y: number; width: number; height: number }

export type TextStyle = {
  font: LabelFont
  /** Type sizes to try, largest first. */
  sizesPt: readonly [number, ...number[]]
  /** Line distance as a multiple of the type size; default 1.2. */
  leading?: number
}

export type FittedText = { sizePt: number; leadingPt: number; lines: string[]; isShortened: boolean }

/** How far ink reaches above and below the baseline, in type sizes: Han characters fill −0.12…0.88, Latin descenders −0.21. */
export const ASCENT = 0.9
export const DESCENT = 0.22
const ELLIPSIS = '…'
const MISSING = '□'

const MAY_NOT_BEGIN_LINE = new Set([...'，。、；：？！）》」』】〕〉”’…％·,.;:?!)]}%°'].map((c) => c.charCodeAt(0)))
const MAY_NOT_END_LINE = new Set([...'（《「『【〔〈“‘([{￥¥$#'].map((c) => c.charCodeAt(0)))
const SPACE = 0x20
const NEWLINE = 0x0a

const isIgnorable = (c: number): boolean =>
  c === 0xad ||
  (c >= 0x200b && c <= 0x200f) ||
  (c >= 0x202a && c <= 0x202e) ||
  (c >= 0x2060 && c <= 0x206f) ||
  c === 0xfeff ||
  (c >= 0xfe00 && c <= 0xfe0f) ||
  (c >= 0xe0000 && c <= 0xe0fff)
const isSpace = (c: number): boolean => c === 0x09 || c === 0xa0 || c === 0x2028 || c === 0x2029 || (c >= 0x2000 && c <= 0x200a)
const isSkinTone = (c: number): boolean => c >= 0x1f3fb && c <= 0x1f3ff

/**
 * The text with only characters the font can draw: others become □ and are added to `missing`; control and joining characters
 * vanish, odd spaces become plain ones, line ends become \n. A joined emoji (family, skin tone) is one □.
 */
export function printableText(text: string, font: LabelFont, missing: Set<string>): string {
  const source = /[\u0300-\u036f]/.test(text) ? text.normalize('NFC') : text
  let clean = ''
  let isJoined = false
  for (let at = 0; at < source.length; ) {
    const code = source.codePointAt(at) ?? 0
    const character = code > 0xffff ? source.slice(at, at + 2) : (source[at] ?? '')
    at += character.length
    if (code === NEWLINE || isSpace(code)) clean += code === NEWLINE ? '\n' : ' '
    else if (code === 0x200d) isJoined = clean.endsWith(MISSING)
    else if (code < SPACE || (code >= 0x7f && code < 0xa0) || isIgnorable(code)) continue
    else if (font.glyphOf(code) !== 0) clean += character
    else {
      missing.add(character.isWellFormed() ? character : '\ufffd')
      if (!isJoined && !(isSkinTone(code) && clean.endsWith(MISSING))) clean += MISSING
    }
    if (code !== 0x200d) isJoined = false
  }
  return clean
}

export function widthOf(text: string, font: LabelFont, sizePt: number): number {
  let sum = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0
    if (code > 0xffff) at++
    sum += font.advanceOf(code)
  }
  return (sum * sizePt) / 1000
}

/** Part of a Latin word or number, which stays in one piece where it can. */
const isWordPart = (c: number): boolean => c > SPACE && c < 0x2e80 && !(c >= 0x2000 && c < 0x2070)

function mayBreakBetween(before: number, after: number): boolean {
  if (MAY_NOT_BEGIN_LINE.has(after) || MAY_NOT_END_LINE.has(before)) return false
  return before === SPACE || !isWordPart(before) || !isWordPart(after)
}

function wrapParagraph(text: string, font: LabelFont, maxUnits: number, lines: string[], maxLines: number): void {
  let start = 0
  let units = 0
  let breakAt = 0
  let unitsAtBreak = 0
  let before = SPACE
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0
    const advance = font.advanceOf(code)
    if (at > start && mayBreakBetween(before, code)) {
      breakAt = at
      unitsAtBreak = units
    }
    while (units + advance > maxUnits && at > start && code !== SPACE) {
      const end = breakAt > start ? breakAt : at
      lines.push(text.slice(start, end).trimEnd())
      if (lines.length >= maxLines) return
      units = breakAt > start ? units - unitsAtBreak : 0
      start = end
      breakAt = end
    }
    if (!(code === SPACE && at === start)) units += advance
    else start = at + 1
    before = code
    at += code > 0xffff ? 2 : 1
  }
  if (start < text.length || text.length === 0) lines.push(text.slice(start).trimEnd())
}

/** Lines no wider than the width (a single character wider than it excepted). Stops once there are `maxLines`. */
export function wrapText(
  text: string,
  font: LabelFont,
  sizePt: number,
  widthPt: number,
  maxLines = Number.POSITIVE_INFINITY,
): string[] {
  const lines: string[] = []
  const maxUnits = (widthPt * 1000) / sizePt + 0.001
  for (const paragraph of text.split('\n')) {
    wrapParagraph(paragraph, font, maxUnits, lines, maxLines)
    if (lines.length >= maxLines) break
  }
  return lines
}

/** The beginning of the text with … at its end, within the width. */
export function shortenLine(text: string, font: LabelFont, sizePt: number, widthPt: number, ending = ELLIPSIS): string {
  const room = widthPt - widthOf(ending, font, sizePt)
  let kept = ''
  let width = 0
  for (const character of text) {
    width += widthOf(character, font, sizePt)
    if (width > room) break
    kept += character
  }
  return kept.trimEnd() + ending
}

export const heightOfLines = (count: number, sizePt: number, leadingPt: number): number =>
  count === 0 ? 0 : (ASCENT + DESCENT) * sizePt + (count - 1) * leadingPt

export const linesInHeight = (heightPt: number, sizePt: number, leadingPt: number): number =>
  Math.max(0, Math.floor((heightPt - (ASCENT + DESCENT) * sizePt) / leadingPt + 1 + 1e-6))

/** The largest of the style's sizes at which the whole text fits the box; at the smallest one the rest is cut off with …. */
export function fitText(text: string, widthPt: number, heightPt: number, style: TextStyle): FittedText {
  const { font, leading = 1.2 } = style
  let fitted: FittedText = { sizePt: style.sizesPt[0], leadingPt: 0, lines: [], isShortened: text !== '' }
  for (const sizePt of style.sizesPt) {
    const leadingPt = sizePt * leading
    const room = linesInHeight(heightPt, sizePt, leadingPt)
    const lines = wrapText(text, font, sizePt, widthPt, room + 1)
    if (lines.length <= room) return { sizePt, leadingPt, lines, isShortened: false }
    fitted = { sizePt, leadingPt, lines: shortenLines(lines, room, font, sizePt, widthPt), isShortened: true }
  }
  return fitted
}

/** At most `room` lines, the last one ending in … when some were dropped. */
export function shortenLines(lines: string[], room: number, font: LabelFont, sizePt: number, widthPt: number): string[] {
  if (lines.length <= room) return lines
  const kept = lines.slice(0, room)
  const last = kept.pop()
  return last === undefined ? [] : [...kept, shortenLine(last, font, sizePt, widthPt)]
}
