/** Cases as rows that rights reach: they lie in their shop, with whoever decided them first. */
import type { RowKind } from '#kernel/row-kind.ts'
import { caseIds, rowOfCase } from './case-views.ts'

export const caseRows: RowKind = {
  kind: 'afterSaleCase',
  view: { permission: 'afterSales.view', scope: 'shop' },
  read: (reader, id) => rowOfCase(reader, id),
  ids: (reader, scope, page) => caseIds(reader, scope, page),
}
