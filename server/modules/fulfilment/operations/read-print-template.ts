import { printTemplates } from '#contract/print-templates.ts'
import { query } from '#kernel/operation.ts'
import { standardAddOn } from '../labels/add-on-area.ts'
import { addOnAreaMm } from '../labels/label-formats.ts'
import { templateFor } from '../template-store.ts'

export const readPrintTemplate = query({
  name: 'fulfilment.readPrintTemplate',
  ...printTemplates.readPrintTemplate,
  summary: 'What stands where in the shop’s own area of a label, and the standard layout to go back to.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  errors: [],
  async run(reader, { size }) {
    const { widthMm, heightMm } = addOnAreaMm(size)
    const stored = await templateFor(reader, size)
    return { ...stored, areaWidthMm: widthMm, areaHeightMm: heightMm, standard: standardAddOn(widthMm, heightMm) }
  },
})
