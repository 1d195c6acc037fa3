/** Bytes in and out. Names, owners and rights are operations (`addFile`, `readFile`); here only the bytes move. */
import { createReadStream, createWriteStream, existsSync, rmSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { errors } from '#contract/errors.ts'
import { fail } from './failure.ts'
import { filePath } from './files.ts'
import type { Visit } from './http-visit.ts'
import type { Command, Query } from './operation.ts'
import { type Caller, type Kernel, runOperation } from './run-operation.ts'

export type FileParts = { kernel: Kernel; addFile: Command; readFile: Query }

export function addFileRoutes(web: FastifyInstance, parts: FileParts, visit: Visit): void {
  web.post('/api/files', async (request) => {
    const caller = visit.requireCaller(request)
    if (!request.isMultipart()) return fail(errors.invalidInput, { field: 'content-type', reason: 'multipart/form-data' })
    return receiveFile(parts, request, caller)
  })
  web.get<{ Params: { fileId: string } }>('/api/files/:fileId', async (request, reply) => {
    return sendFile(parts, reply, visit.requireCaller(request), request.params.fileId)
  })
}

/** Reads the file as this caller and sends its bytes. */
export async function sendFile(
  { kernel, readFile }: Pick<FileParts, 'kernel' | 'readFile'>,
  reply: FastifyReply,
  caller: Caller,
  fileId: string,
): Promise<FastifyReply> {
  const file = (await runOperation(kernel, readFile, { fileId }, caller)) as { name: string; contentType: string }
  const source = filePath(kernel.world, caller.merchantId, fileId)
  if (!existsSync(source)) return fail(errors.notFound)
  // Never rendered by the browser as a page of ours, whatever was uploaded.
  reply
    .header('content-disposition', `attachment; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .header('x-content-type-options', 'nosniff')
    .header('cache-control', 'no-store')
  return reply
    .type(file.contentType === 'application/pdf' ? 'application/pdf' : 'application/octet-stream')
    .send(createReadStream(source))
}

async function receiveFile({ kernel, addFile }: FileParts, request: FastifyRequest, caller: Caller) {
  const upload = await request.file()
  if (!upload) return fail(errors.invalidInput, { field: 'file', reason: 'missing' })
  const announced = { name: upload.filename.slice(-200) || 'file', contentType: upload.mimetype.slice(0, 120) }
  const { fileId } = await runOperation(kernel, addFile, announced, caller)
    .then((answer) => answer as { fileId: string })
    .catch((error: Error) => {
      // The rest of a refused upload is thrown away, or it would block the connection for the next request.
      upload.file.resume()
      throw error
    })
  const target = filePath(kernel.world, caller.merchantId, fileId)
  try {
    await pipeline(upload.file, createWriteStream(target, { mode: 0o600 }))
    if (upload.file.truncated) fail(errors.fileTooLarge, { limitMb: kernel.world.config.uploadLimitMb })
  } catch (error) {
    // Too large, or the sender went away: half a file is no file.
    rmSync(target, { force: true })
    throw error
  }
  return { fileId, name: upload.filename, bytes: upload.file.bytesRead }
}
