import { fileUrl } from '#web/shared/api.ts'

/** The server sends it as a file to keep; a window opened after waiting would be taken for an advertisement and blocked. */
export function saveFile(fileId: string) {
  const link = document.createElement('a')
  link.href = fileUrl(fileId)
  link.download = ''
  link.click()
}
