/** What lies in printers, in millimetres. */
import type { PAPERS } from '#contract/closed-lists.ts'

export type Paper = (typeof PAPERS)[number]

/** `heightMm` null = from the roll, as long as it takes. */
export function paperMm(paper: Paper): { widthMm: number; heightMm: number | null } {
  if (paper === 'A4') return { widthMm: 210, heightMm: 297 }
  if (paper === 'A5') return { widthMm: 148, heightMm: 210 }
  if (paper === 'A6') return { widthMm: 105, heightMm: 148 }
  if (paper === 'roll80') return { widthMm: 80, heightMm: null }
  const [widthMm = 0, heightMm = 0] = paper.split('x').map(Number)
  return { widthMm, heightMm }
}
