import type { OutputOf } from '#web/shared/api.ts'

/** The report exactly as it was signed, with signature and public key beside it. */
export function downloadReport(name: string, signed: OutputOf<'team.readReviewReport'>): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([JSON.stringify(signed, null, 2)], { type: 'application/json' }))
  link.download = `${name}.json`
  link.click()
  URL.revokeObjectURL(link.href)
}
