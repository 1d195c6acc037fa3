import type { ProblemParams, RowProblemCode } from '#contract/import-problems.ts'

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
