import { z } from 'zod'
import { moment, shape, shortText, uuid } from './operation.ts'

export const files = {
  /** Announces an upload; the bytes follow on the same request (POST /api/files, multipart field `file`). */
  addFile: shape({ name: shortText.min(1), contentType: z.string().max(120) }, z.object({ fileId: uuid })),
  /** Name and type of a file one made oneself; the bytes come from GET /api/files/<fileId>. */
  /** A signed address from which the bytes come for a minute, for a browser to go to. */
  linkFile: shape({ fileId: uuid }, z.object({ path: z.string(), expiresAt: moment })),
  readFile: shape({ fileId: uuid }, z.object({ fileId: uuid, name: z.string(), contentType: z.string() })),
}
