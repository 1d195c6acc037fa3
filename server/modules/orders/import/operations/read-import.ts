import { errors } from '#contract/errors.ts'
import { problemMessage } from '#contract/import-problems.ts'
import { orders } from '#contract/orders.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { importById, refusalsOf } from '../import-views.ts'

export const readImport = query({
  name: 'orders.readImport',
  ...orders.readImport,
  summary: 'How far an import is, what it came to, and why rows were kept out.',
  access: { permission: 'orders.import', scope: 'shop' },
  errors: [errors.notFound],
  async run(reader, { importId, refusedLimit }, actor) {
    const run = (await importById(reader, actor.scope, importId, actor.language)) ?? fail(errors.notFound)
    const hasEnded = run.state !== 'waiting' && run.state !== 'running'
    const refusals = hasEnded ? await refusalsOf(reader, importId, refusedLimit ?? null) : []
    const refused = refusals.map(({ row, code, params, also }) => ({
      row,
      code,
      also,
      message: problemMessage(code, params, actor.language),
    }))
    return { ...run, refused }
  },
})
