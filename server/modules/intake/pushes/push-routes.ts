/** The addresses that are written into a platform's console. */
import type { RawRequest, RawRoute } from '#kernel/http-raw-routes.ts'

const input = ({ params, method, query, headers, rawBody }: RawRequest) => ({
  platform: params.platform ?? '',
  merchantId: params.merchantId ?? null,
  shopId: params.shopId ?? null,
  ...{ method, query, headers, rawBody: rawBody.toString('base64') },
})

export const pushRoutes: readonly RawRoute[] = [
  { path: '/push/:platform', operation: 'intake.receivePush', input },
  { path: '/push/:platform/:merchantId/:shopId', operation: 'intake.receivePush', input },
]
