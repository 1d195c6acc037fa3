import { type FileProblemCode, type ProblemParams, problemMessage } from '#contract/import-problems.ts'

/** The whole file is refused: nothing of it may be imported. `row` is in `params` where one row shows the reason. */
export class OrderFileRefused extends Error {
  readonly code: FileProblemCode
  readonly params: ProblemParams
  constructor(code: FileProblemCode, params: ProblemParams = {}) {
    super(problemMessage(code, params, 'en'))
    this.name = 'OrderFileRefused'
    this.code = code
    this.params = params
  }
}

/** Ceilings that no honest order export reaches; a caller may lower them. */
export type FileLimits = {
  /** Bytes of the file after unpacking. */
  maxBytes: number
  maxRows: number
  maxColumns: number
  maxRowBytes: number
  /** Rows of unfinished orders held in memory while their other rows are awaited. */
  maxWaitingRows: number
}
export const DEFAULT_LIMITS: FileLimits = {
  maxBytes: 1 << 30,
  maxRows: 2_000_000,
  maxColumns: 300,
  maxRowBytes: 1 << 18,
  maxWaitingRows: 100_000,
}
