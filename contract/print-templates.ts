/** The shop's own area of a label: what stands where in it. */
import { z } from 'zod'
import { ADD_ON_FIELDS, LABEL_SIZES } from './closed-lists.ts'
import { moment, shape } from './operation.ts'

const millimetres = z.number().min(0).max(200)
/** Lengths in mm from the top left corner of the area it stands in. */
const placed = {
  elementId: z.string().min(1).max(40),
  /** For the field `text`; else ''. */
  text: z.string().max(200),
  x: millimetres,
  y: millimetres,
  width: z.number().min(3).max(200),
  height: z.number().min(2).max(200),
  /** The largest size; text that has more to say shrinks to its box. */
  sizePt: z.number().min(5).max(36),
  isBold: z.boolean(),
  align: z.enum(['left', 'center', 'right']),
}
export const placedElement = <F extends string>(fields: readonly [F, ...F[]]) =>
  z.strictObject({ ...placed, field: z.enum(fields) })
export const addOnElement = placedElement(ADD_ON_FIELDS)
export type AddOnElement = z.infer<typeof addOnElement>
const elements = z.array(addOnElement).min(1).max(40)
/** A laid-out page for a browser to draw, lengths in points. */
export const drawnPage = {
  boxes: z.array(z.object({ x: z.number(), y: z.number(), width: z.number(), height: z.number() })),
  texts: z.array(
    z.object({ x: z.number(), y: z.number(), sizePt: z.number(), isBold: z.boolean(), text: z.string(), width: z.number() }),
  ),
}

export const printTemplates = {
  /** Version 0 = never changed: the house's own layout. */
  readPrintTemplate: shape(
    { size: z.enum(LABEL_SIZES) },
    z.object({
      elements,
      version: z.number().int(),
      savedBy: z.string(),
      savedAt: moment.nullable(),
      areaWidthMm: z.number(),
      areaHeightMm: z.number(),
      /** To go back to. */
      standard: elements,
    }),
  ),
  /** `version`: what was read; somebody else's newer one is not overwritten. */
  savePrintTemplate: shape(
    { size: z.enum(LABEL_SIZES), version: z.number().int().min(0), elements },
    z.object({ version: z.number().int() }),
  ),
  /** The area as it will print, with the latest parcel that has a waybill, laid out by the code that prints. Lengths in points. */
  previewPrintTemplate: shape(
    { size: z.enum(LABEL_SIZES), elements },
    z.object({
      width: z.number(),
      height: z.number(),
      /** No parcel has a waybill yet: made-up goods. */
      isSample: z.boolean(),
      /** What had to be cut to its box. */
      shortened: z.array(z.string()),
      ...drawnPage,
    }),
  ),
}
