/** The sizes labels come in, and how each is divided between the carrier and the shop. docs/label-sizes.md says who uses which. */
import type { AddOnElement } from '#contract/print-templates.ts'
import { onePartLabel } from './label-one-part.ts'
import type { LabelSheet, LabelSize } from './label-sheet.ts'
import { twoPartLabel } from './label-two-part.ts'
import type { SheetPage } from './sheet-page.ts'

type SizeMm = { widthMm: number; heightMm: number }
export type LabelFormat = SizeMm & {
  /** The shop's own area. */
  addOn: SizeMm
  /** What is the same on every label of this size. */
  layTemplate(page: SheetPage): void
  layLabel(page: SheetPage, sheet: LabelSheet, timeZone: string, addOn: readonly AddOnElement[]): void
}

const FORMATS: Record<LabelSize, LabelFormat> = {
  '76x130': onePartLabel(76, 130),
  '76x203': onePartLabel(76, 203),
  '100x113': onePartLabel(100, 113),
  '100x150': onePartLabel(100, 150),
  '100x180': twoPartLabel(180),
  '100x210': twoPartLabel(210),
}

export const isLabelSize = (paper: string): paper is LabelSize => Object.hasOwn(FORMATS, paper)
export const labelFormat = (size: LabelSize): LabelFormat => FORMATS[size]
export const addOnAreaMm = (size: LabelSize): SizeMm => FORMATS[size].addOn
