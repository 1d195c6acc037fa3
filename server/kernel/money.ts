import { MOST_FEN } from '#contract/operation.ts'

/** Yuan text ('99', '99.5', '-3.05') to integer fen, without floating point; null when it is not an amount of at most two decimals, or above MOST_FEN. */
export function fenFromYuan(text: string): number | null {
  const match = /^(-?)(\d{1,13})(?:\.(\d{1,2})0*)?$/.exec(text.trim())
  if (!match) return null
  const fen = Number(match[2]) * 100 + Number((match[3] ?? '').padEnd(2, '0'))
  if (fen > MOST_FEN) return null
  return match[1] === '-' ? -fen : fen
}
/** Integer fen to yuan text with two decimals. */
export function yuanFromFen(fen: number): string {
  const absolute = Math.abs(fen)
  return `${fen < 0 ? '-' : ''}${Math.floor(absolute / 100)}.${String(absolute % 100).padStart(2, '0')}`
}
