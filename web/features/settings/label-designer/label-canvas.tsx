import type { ComponentProps } from 'react'
import type { AddOnElement } from '#contract/print-templates.ts'
import { ElementBoxes } from './element-boxes.tsx'
import { LabelPreview, type LabelSize } from './label-preview.tsx'

type CanvasProps = ComponentProps<typeof ElementBoxes> & { size: LabelSize; elements: AddOnElement[] }

/** The area of the label with its elements over the preview. */
export function LabelCanvas({ size, ...boxes }: CanvasProps) {
  return (
    <div className="label-canvas element-area" style={{ aspectRatio: `${boxes.widthMm} / ${boxes.heightMm}` }}>
      <LabelPreview size={size} elements={boxes.elements} />
      <ElementBoxes {...boxes} />
    </div>
  )
}
