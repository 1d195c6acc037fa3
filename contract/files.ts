import { z } from 'zod'
import { shape, shortText, uuid } from './operation.ts'

export const files = {
  /** Announces an upload; the bytes follow on the same request (POST /api/files, multipart field `file`). */
  addFile: shape({ name: shortText.min(1), contentType: z.string().max(120) }, z.object({ fileId: uuid })),
  /** Name and type of a file one made oneself; the bytes come from GET /api/files/<fileId>. */
  readFile: shape({ fileId: uuid }, z.object({ fileId: uuid, name: z.string(), contentType: z.string() })),
}
