import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { shape, uuid } from '#contract/operation.ts'
import { fail } from '#kernel/failure.ts'
import { query } from '#kernel/operation.ts'
import { authorisationRequest } from '../shop-views.ts'

export const readAuthorisationRequest = query({
  name: 'shops.readAuthorisationRequest',
  ...shape(
    { requestId: uuid },
    z.object({
      merchantId: z.string(),
      shopId: uuid,
      platform: z.string(),
      redirectUrl: z.string(),
      codeSealed: z.string().nullable(),
    }),
  ),
  summary: 'Reads what a job needs to ask the platform for a shop’s first tokens; the code stays sealed.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [errors.notFound],
  async run(reader, { requestId }) {
    const request = (await authorisationRequest(reader, requestId)) ?? fail(errors.notFound)
    const { shopId, platform, redirectUrl, codeSealed } = request
    return {
      merchantId: reader.merchantId,
      shopId,
      platform,
      redirectUrl,
      codeSealed: codeSealed?.toString('base64') ?? null,
    }
  },
})
