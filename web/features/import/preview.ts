import type { OutputOf } from '#web/shared/api.ts'

type Bilingual = { zh: string; en: string }
export type PreviewProblem = { kind: 'refused'; row: number; rowCount: number; platformOrderId: string; message: Bilingual }
type PreviewEntry = PreviewProblem | { kind: 'order' } | { kind: 'refund' }

/** What the server makes of a file's head; its twin is server/platforms/file/preview-order-file.ts. */
export type FilePreview = {
  name: string
  format: string
  compression: string | null
  encoding: string | null
  delimiter: string | null
  headerRow: number
  header: string[]
  mapping: { name: string; title: Bilingual; kind: string } | null
  suggestion: { field: string; column: string; likeness: number }[]
  rows: { number: number; cells: string[] }[]
  entries: PreviewEntry[]
  problem: { code: string; message: Bilingual } | null
}

export function previewOf(output: OutputOf<'orders.previewImport'>): FilePreview {
  return output.preview as FilePreview
}

export function problemsOf(preview: FilePreview): PreviewProblem[] {
  return preview.entries.filter((entry) => entry.kind === 'refused')
}
