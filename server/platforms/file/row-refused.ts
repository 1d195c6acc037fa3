import type { ProblemParams, RowProblemCode } from '#contract/import-problems.ts'
import { withoutPhones } from '#kernel/personal-text.ts'

/** One row or one order cannot be imported; the rest of the file can. `row` when another row than the order's first is to blame. */
export class RowRefused extends Error {
  readonly code: RowProblemCode
  readonly params: ProblemParams
  constructor(code: RowProblemCode, params: ProblemParams = {}) {
    super(code)
    this.name = 'RowRefused'
    this.code = code
    this.params = params
  }
}

/** A cell that is no number or time, as a report may show it: where cells are shifted a name or a phone stands in it, so words keep only their beginning. */
export const shownCell = (cell: string): string => withoutPhones(cell.slice(0, 100)).replace(/(\p{L})\p{L}+/gu, '$1**')
