/** Code 128 (ISO/IEC 15417) as bar and space widths: code set C for runs of digits, B for the rest. */

/** Widths of symbol values 0–105, six each, bar first; the stop pattern stands apart. */
const PATTERNS =
  '212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221223211221132' +
  '221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321112313132113132311211313' +
  '231113231311112133112331132131113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111' +
  '314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211241211221114413111241112134111' +
  '111242121142121241114212124112124211411212421112421211212141214121412121111143111341131141114113114311411113411311113141' +
  '114131311141411131211412211214211232'
const STOP_WIDTHS = [2, 3, 3, 1, 1, 1, 2]
const START: Record<CodeSet, number> = { B: 104, C: 105 }
const SWITCH_TO: Record<CodeSet, number> = { B: 100, C: 99 }

/** B: letters, digits and signs. C: two digits per symbol. (A is for control characters, which no waybill number has.) */
type CodeSet = 'B' | 'C'

function digitRunLength(text: string, from: number): number {
  let to = from
  while (to < text.length && text.charCodeAt(to) >= 48 && text.charCodeAt(to) <= 57) to++
  return to - from
}

/** Annex E: C pays off for 4 digits at either end (or 2 digits alone), 6 in the middle; an odd run keeps its first digit outside. */
function chooseSet(text: string, at: number, current: CodeSet | null): CodeSet {
  const digits = digitRunLength(text, at)
  if (current === 'C') return digits >= 2 ? 'C' : 'B'
  const isWholeRest = at + digits === text.length
  if (current === null) return digits >= 4 || (isWholeRest && digits === 2) ? 'C' : 'B'
  return digits >= (isWholeRest ? 4 : 6) && digits % 2 === 0 ? 'C' : 'B'
}

function symbolValues(text: string): number[] {
  const values: number[] = []
  let current: CodeSet | null = null
  for (let at = 0; at < text.length; ) {
    const next = chooseSet(text, at, current)
    if (next !== current) values.push(current === null ? START[next] : SWITCH_TO[next])
    current = next
    values.push(next === 'C' ? Number(text.slice(at, at + 2)) : text.charCodeAt(at) - 32)
    at += next === 'C' ? 2 : 1
  }
  return values
}

/**
 * Widths in modules, bar first, alternating bar and space, without quiet zones (10 modules each side are the printer's duty).
 * null = the text is empty or holds something other than printable ASCII, which no scanner would give back as typed.
 */
export function encodeCode128(text: string): number[] | null {
  if (!/^[ -~]+$/.test(text)) return null
  const values = symbolValues(text)
  const check = values.reduce((sum, value, k) => sum + value * Math.max(k, 1), 0) % 103
  const widths: number[] = []
  for (const value of [...values, check]) for (let k = 0; k < 6; k++) widths.push(PATTERNS.charCodeAt(6 * value + k) - 48)
  return [...widths, ...STOP_WIDTHS]
}
