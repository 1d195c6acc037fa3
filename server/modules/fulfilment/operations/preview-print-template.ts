import { printTemplates } from '#contract/print-templates.ts'
import { query } from '#kernel/operation.ts'
import { labelSheets } from '../label-sheets.ts'
import { previewAddOn } from '../labels/add-on-preview.ts'
import { sampleSheet } from '../labels/sample-sheets.ts'
import { latestNumberedParcel } from '../template-store.ts'

export const previewPrintTemplate = query({
  name: 'fulfilment.previewPrintTemplate',
  ...printTemplates.previewPrintTemplate,
  summary:
    'The shop’s own area as it will print, with the latest parcel that has a waybill; nothing of the receiver stands in it.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  errors: [],
  async run(reader, { size, elements }, _actor, world) {
    const parcelId = await latestNumberedParcel(reader)
    const labels = parcelId === null ? undefined : await labelSheets(reader, world.vault, new Map([[parcelId, 1]]), world.now())
    const real = parcelId === null ? undefined : labels?.get(parcelId)
    return { ...(await previewAddOn(real ?? sampleSheet(0), size, elements)), isSample: real === undefined }
  },
})
