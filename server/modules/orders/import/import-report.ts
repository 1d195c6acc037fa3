/** The refusals of an import as a table for a spreadsheet. */
import { stringify } from 'csv-stringify/sync'
import { problemMessage } from '#contract/import-problems.ts'
import type { RowRefusal } from './import-run.ts'

const HEADER = {
  zh: ['行号', '行数', '订单编号', '代码', '原因', '其他原因代码'],
  en: ['Row', 'Rows', 'Order number', 'Code', 'Reason', 'Further codes'],
}

/** With the byte order mark that Excel needs; cells that a spreadsheet would run as a formula are made plain text. */
export function reportCsv(refusals: readonly RowRefusal[], language: 'zh' | 'en'): string {
  const rows = refusals.map(({ row, rowCount, platformOrderId, code, params, also }) => [
    row,
    rowCount,
    platformOrderId,
    code,
    problemMessage(code, params, language),
    also.join(' '),
  ])
  return stringify([HEADER[language], ...rows], { bom: true, escape_formulas: true, record_delimiter: 'windows' })
}
