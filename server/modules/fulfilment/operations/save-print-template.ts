import { errors } from '#contract/errors.ts'
import { printTemplates } from '#contract/print-templates.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { insertTemplate, templateFor } from '../template-store.ts'

export const savePrintTemplate = command({
  name: 'fulfilment.savePrintTemplate',
  ...printTemplates.savePrintTemplate,
  summary: 'Saves the shop’s own area of a label as a new version; labels printed from then on follow it.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  audit: ({ size, elements }, { version }) => ({
    objects: [{ kind: 'printTemplate', id: size }],
    details: { size, version, fields: elements.map(({ field }) => field) },
  }),
  errors: [errors.stale],
  async run(tx, { size, version, elements }, actor, effects) {
    const stored = await templateFor(tx, size)
    const next = { size, version: version + 1, elements, savedBy: actor.name, now: effects.now }
    if (stored.version !== version || !(await insertTemplate(tx, next))) return fail(errors.stale, { changed: size })
    return { version: version + 1 }
  },
})
