/** The addresses that tracing services push to. */
import type { RawRoute } from '#kernel/http-raw-routes.ts'

export const traceRoutes: readonly RawRoute[] = [
  {
    path: '/trace/:service/:merchantId',
    operation: 'tracing.receiveTraces',
    input: ({ params, method, query, headers, rawBody }) => ({
      ...{ service: params.service ?? '', merchantId: params.merchantId ?? '', method, query, headers },
      rawBody: rawBody.toString('base64'),
    }),
  },
]
