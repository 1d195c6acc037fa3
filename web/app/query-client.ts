import { QueryClient } from '@tanstack/react-query'
import { ApiError } from '#web/shared/api.ts'

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      gcTime: 10 * 60_000,
      // A refusal stays a refusal; only a broken connection is worth asking again.
      retry: (failures, error) =>
        failures < 2 && error instanceof ApiError && (error.code === 'unreachable' || error.status >= 500),
    },
    mutations: { retry: false },
  },
})
