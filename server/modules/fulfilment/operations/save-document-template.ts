import { NAMING_COLUMNS } from '#contract/closed-lists.ts'
import { documents } from '#contract/documents.ts'
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { insertLayout, layoutFor } from '../document-template-store.ts'

export const saveDocumentTemplate = command({
  name: 'fulfilment.saveDocumentTemplate',
  ...documents.saveDocumentTemplate,
  summary: 'Saves how delivery notes or pick lists look on a paper as a new version; what is printed from then on follows it.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  audit: ({ document, paper, layout }, { version }) => ({
    objects: [{ kind: 'documentTemplate', id: `${document} ${paper}` }],
    details: { document, paper, version, columns: layout.columns.map(({ field }) => field) },
  }),
  errors: [errors.stale, errors.goodsNotNamed],
  async run(tx, { document, paper, version, layout }, actor, effects) {
    const columns = layout.columns.map(({ field }) => field)
    if (!columns.includes('quantity') || !columns.some((field) => NAMING_COLUMNS.includes(field)))
      return fail(errors.goodsNotNamed)
    const stored = await layoutFor(tx, document, paper)
    const next = { document, paper, version: version + 1, layout, savedBy: actor.name, now: effects.now }
    if (stored.version !== version || !(await insertLayout(tx, next))) return fail(errors.stale, { changed: paper })
    return { version: version + 1 }
  },
})
