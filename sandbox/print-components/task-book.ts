/** The tasks a print component was given and what came out of its printers. */
import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Dialect } from './dialects.ts'

const content = z.looseObject({
  templateURL: z.url(),
  data: z.looseObject({}).optional(),
  encryptedData: z.string().optional(),
  signature: z.string().optional(),
  params: z.string().optional(),
})
const document = z.looseObject({ documentID: z.string().min(1), contents: z.array(content).min(1) })
export const taskShape = z.looseObject({
  taskID: z.string().min(1),
  printer: z.string().default(''),
  preview: z.boolean().default(false),
  notifyType: z.array(z.enum(['render', 'print'])).default(['render', 'print']),
  documents: z.array(document).min(1),
})
export type WishedTask = z.infer<typeof taskShape>
type WishedDocument = z.infer<typeof document>

export type DocumentState = 'pending' | 'rendered' | 'success' | 'failed' | 'canceled'
export type Task = {
  taskId: string
  requestId: string
  printer: string
  notifies: readonly ('render' | 'print')[]
  documents: { documentId: string; state: DocumentState; message: string; wished: WishedDocument }[]
}

/** One paper that came out. */
export type PrintedDocument = {
  taskId: string
  documentId: string
  printer: string
  templateUrl: string
  /** What an encrypted document begins with, or the number in a plain one. */
  content: string
  at: number
}

/** Why the whole task is refused; undefined = it is taken. A platform's own document has to be signed by it. */
export function refusalOf(wish: WishedTask, known: ReadonlyMap<string, Task>, printers: readonly string[]): string | undefined {
  if (known.has(wish.taskID)) return `任务ID重复：${wish.taskID}`
  if (!printers.includes(wish.printer)) return `打印机不存在：${wish.printer}`
  const ids = wish.documents.map(({ documentID }) => documentID)
  return new Set(ids).size < ids.length ? '文档ID重复' : undefined
}

/** Whether the platform signed a document that only it can open; '' = it did. */
export type SealCheck = (sealed: { encryptedData: string; signature: string; params: string }) => string

/** As at Cainiao: the signature stands for itself. */
export const checkPlainSeal: SealCheck = ({ encryptedData, signature }) => {
  if (!encryptedData.startsWith('AES:')) return 'encryptedData 格式错误'
  const secret = encryptedData.slice('AES:'.length)
  return signature === `MD:${createHash('md5').update(secret).digest('base64')}` ? '' : '签名校验失败'
}

/** Why a document cannot be drawn; '' = it can. */
export function drawingProblem({ contents }: WishedDocument, dialect: Dialect, checkSeal: SealCheck): string {
  const [first] = contents
  if (!first) return '没有内容'
  if (first.data !== undefined) return ''
  if (first.encryptedData === undefined || first.signature === undefined) return '缺少 encryptedData 或 signature'
  const missing = dialect.needs.find((key) => typeof first[key] !== 'string' || first[key] === '')
  if (missing !== undefined) return `缺少 ${missing}`
  return checkSeal({ encryptedData: first.encryptedData, signature: first.signature, params: first.params ?? '' })
}

export function contentOf({ contents }: WishedDocument): { templateUrl: string; content: string } {
  const [first] = contents
  const plain = first?.data?.waybillCode
  return {
    templateUrl: first?.templateURL ?? '',
    content: typeof plain === 'string' ? plain : (first?.encryptedData ?? '').slice(0, 20),
  }
}
