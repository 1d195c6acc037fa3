/** Where signed addresses of files lead. The fetch is the operation readFile, done by the account of the link with the rights it has now. */
import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import { sendFile } from '#kernel/http-files.ts'
import type { Mount } from '#kernel/http-mount.ts'
import { merchantId } from '#kernel/ids.ts'
import { normaliseIp } from '#kernel/ip-address.ts'
import type { Caller, Kernel } from '#kernel/run-operation.ts'
import { principalOf } from '#modules/team/public.ts'
import { DOWNLOADS, type LinkClaims, readLink } from './download-link.ts'
import { readFile } from './operations/read-file.ts'

export const downloadMount = (kernel: Kernel): Mount => ({
  prefix: DOWNLOADS,
  add(web) {
    web.get<{ Querystring: { link?: unknown } }>(DOWNLOADS, async (request, reply) => {
      const link = readLink(kernel.world.vault, String(request.query.link), kernel.world.now())
      if (!link) return fail(errors.linkExpired)
      const caller = callerOf(link, { ip: normaliseIp(request.ip), requestId: request.id })
      return sendFile({ kernel, readFile: readFile as never }, reply, caller, link.fileId)
    })
  },
})

/** Throws linkExpired when the rights of the account are not those the link was made under. */
function callerOf(link: LinkClaims, { ip, requestId }: { ip: string; requestId: string }): Caller {
  return {
    ...{ merchantId: merchantId(link.merchantId), via: 'web', language: 'zh', ip, requestId },
    async identify(tx, now) {
      const principal = await principalOf(tx, link.accountId, { now, ip })
      return principal.epoch === link.epoch ? { principal, sessionId: null } : fail(errors.linkExpired)
    },
  }
}
