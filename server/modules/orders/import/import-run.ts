/** One import of one file, as stored. */

import type { z } from 'zod'
import type { FileProblemCode, ProblemParams, RowProblemCode } from '#contract/import-problems.ts'
import type { orders } from '#contract/orders.ts'
import type { OrderSnapshot } from '#server/platforms/platform.ts'

export type ImportState = z.output<typeof orders.readImport.output>['state']
/** How the file is to be read: by a mapping, by the preset or saved mapping of a name, or (neither) as its header says. */
export type ImportFormat = { preset?: string; mapping?: Record<string, unknown> }
/** Why a whole file was refused, or a run stopped; `internal` = our own trouble, `starterLostRights` = who began it may no longer. */
export type ImportStop = { code: FileProblemCode | 'internal' | 'starterLostRights'; params: ProblemParams }
export type RowRefusal = {
  row: number
  rowCount: number
  platformOrderId: string
  code: RowProblemCode
  params: ProblemParams
  /** Further reasons against the same row. */
  also: RowProblemCode[]
}
/** One position of the file: an order to apply, or rows kept out. */
export type ImportEntry = { snapshot: OrderSnapshot; rowCount: number } | { refusal: RowRefusal }
export type ImportPlan = {
  state: ImportState
  shopId: string
  platform: string
  fileId: string
  fileName: string
  format: ImportFormat
  startedBy: string
  doneEntries: number
}
