import { currentLanguage } from '#web/i18n/i18n.ts'
import { ApiError, announceSessionEnd, isSessionEnd } from '#web/shared/api.ts'

type Uploaded = { fileId: string; name: string; bytes: number }
type ErrorBody = { error?: { code?: string; message?: string; params?: Record<string, string | number>; requestId?: string } }

/** Sends a file and tells how far it is (0–1), which `fetch` cannot. Throws ApiError. */
export function uploadOrderFile(file: File, onProgress: (share: number) => void, signal: AbortSignal): Promise<Uploaded> {
  const { promise, resolve, reject } = Promise.withResolvers<Uploaded>()
  const request = new XMLHttpRequest()
  request.open('POST', '/api/files')
  request.responseType = 'json'
  request.setRequestHeader('accept-language', currentLanguage())
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
  request.onerror = () => reject(new ApiError('unreachable', 'The server cannot be reached.'))
  request.onload = () => {
    if (request.status >= 200 && request.status < 300) return resolve(request.response as Uploaded)
    reject(refusalOf(request))
  }
  signal.addEventListener('abort', () => request.abort(), { once: true })
  const body = new FormData()
  body.set('file', file)
  request.send(body)
  return promise
}

function refusalOf(request: XMLHttpRequest): ApiError {
  const error = (request.response as ErrorBody | null)?.error
  if (!error?.code) return new ApiError('unreachable', request.statusText, {}, request.status)
  if (isSessionEnd(error.code)) announceSessionEnd(error.code)
  return new ApiError(error.code, error.message ?? error.code, error.params ?? {}, request.status, error.requestId ?? '')
}
