import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { reportCsv } from '../import-report.ts'
import { importById, refusalsOf } from '../import-views.ts'

export const readImportReport = query({
  name: 'orders.readImportReport',
  ...orders.readImportReport,
  summary: 'All rows an import kept out, with the reasons, as a table to download.',
  access: { permission: 'orders.import', scope: 'shop' },
  audit: ({ importId }) => ({ kind: 'export', objects: [{ kind: 'import', id: importId }] }),
  errors: [errors.notFound, errors.importNotFinished],
  async run(reader, { importId }, actor) {
    const run = (await importById(reader, actor.scope, importId, actor.language)) ?? fail(errors.notFound)
    if (run.state === 'waiting' || run.state === 'running') return fail(errors.importNotFinished)
    const stem = run.fileName.replace(/(\.(csv|xlsx|gz|xz|txt))+$/i, '')
    const fileName = `${stem}-${actor.language === 'zh' ? '未导入' : 'refused'}.csv`
    return { fileName, csv: reportCsv(await refusalsOf(reader, importId, null), actor.language) }
  },
})
