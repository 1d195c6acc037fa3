import { type Query, type QueryClient, useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { ApiError, call, type InputOf, type ModuleName, newIdempotencyKey, type OperationName, type OutputOf } from './api.ts'
import { useProblemToast } from './problem-toast.tsx'

/** Lists on screen are read again this often, should the realtime channel be silent. */
const LIVE_MS = 10_000
/** Many loaded pages are read again less often. */
const LIVE_LONG_MS = 30_000

/** What else a screen shows of a module when another one changes: a shipped parcel changes the order list. */
const readers: Partial<Record<ModuleName, ModuleName[]>> = {
  fulfilment: ['orders', 'tracing'],
  intake: ['orders', 'shops', 'catalog'],
  inventory: ['orders', 'catalog'],
  catalog: ['inventory', 'orders'],
  orders: ['fulfilment', 'inventory', 'intake'],
  shops: ['intake', 'orders', 'fulfilment'],
}

export function operationKey<N extends OperationName>(name: N, input?: InputOf<N>) {
  const module = name.slice(0, name.indexOf('.'))
  return input === undefined ? ([module, name] as const) : ([module, name, input] as const)
}

/** Reads again everything on screen that facts about these modules may have changed. */
export async function refreshModules(client: QueryClient, modules: Iterable<string>) {
  const stale = new Set<string>()
  const isWanted = (query: Query) => stale.has(String(query.queryKey[0])) && query.meta?.isLogged !== true
  for (const module of modules) for (const reader of [module, ...(readers[module as ModuleName] ?? [])]) stale.add(reader)
  await client.invalidateQueries({ predicate: isWanted })
}

type QuerySettings = {
  enabled?: boolean
  live?: boolean | number
  staleMs?: number
  /** Each reading leaves an entry in the log: read when asked for and never by itself. */
  isLogged?: boolean
}
const readOnce = { meta: { isLogged: true }, staleTime: Number.POSITIVE_INFINITY, gcTime: 0, refetchOnReconnect: false } as const

/** Reads with an operation. `live` keeps it fresh while it is on screen (true = every 10 s, or milliseconds). */
export function useOperation<N extends OperationName>(name: N, input: InputOf<N>, settings: QuerySettings = {}) {
  return useQuery<OutputOf<N>, ApiError>({
    queryKey: operationKey(name, input),
    queryFn: ({ signal }) => call(name, input, { signal }),
    enabled: settings.enabled ?? true,
    placeholderData: (previous) => previous,
    refetchInterval: settings.live === true ? LIVE_MS : (settings.live ?? false),
    ...(settings.staleMs !== undefined && { staleTime: settings.staleMs }),
    ...(settings.isLogged && readOnce),
  })
}

/** Begins to read before anybody asks: when a page is about to open. A refusal is left to whoever asks. */
export function beginReading<N extends OperationName>(client: QueryClient, name: N, input: InputOf<N>) {
  void client.prefetchQuery({ queryKey: operationKey(name, input), queryFn: ({ signal }) => call(name, input, { signal }) })
}

/** Operations that answer a page of rows and the cursor of the next one. */
export type PagedOperation = {
  [N in OperationName]: OutputOf<N> extends { rows: unknown[]; next: string | null } ? N : never
}[OperationName]
export type RowOf<N extends PagedOperation> = OutputOf<N> extends { rows: (infer R)[] } ? R : never

type Page<N extends PagedOperation> = { rows: RowOf<N>[]; next: string | null }
const pagesOf = <N extends PagedOperation>(name: N, input: Omit<InputOf<N>, 'cursor'>) => ({
  // Not the key of a single reading: the same answer kept as pages has another shape.
  queryKey: [...operationKey(name, input as InputOf<N>), 'pages'] as const,
  queryFn: ({ pageParam, signal }: { pageParam: string | null; signal: AbortSignal }) =>
    call(name, { ...input, ...(pageParam !== null && { cursor: pageParam }) } as InputOf<N>, { signal }) as Promise<Page<N>>,
  initialPageParam: null as string | null,
  getNextPageParam: (page: Page<N>) => page.next,
})

/** The first page of a long list, before anybody asks. */
export function beginReadingPages<N extends PagedOperation>(client: QueryClient, name: N, input: Omit<InputOf<N>, 'cursor'>) {
  void client.prefetchInfiniteQuery(pagesOf(name, input))
}

/** Reads a long list page by page. `rows` holds everything loaded so far. */
export function useOperationPages<N extends PagedOperation>(
  name: N,
  input: Omit<InputOf<N>, 'cursor'>,
  settings: QuerySettings = {},
) {
  const query = useInfiniteQuery({
    ...pagesOf(name, input),
    enabled: settings.enabled ?? true,
    placeholderData: (previous) => previous,
    refetchInterval: (own) =>
      settings.live
        ? (own.state.data?.pages.length ?? 0) > 3
          ? LIVE_LONG_MS
          : settings.live === true
            ? LIVE_MS
            : settings.live
        : false,
    ...(settings.isLogged && readOnce),
  })
  return {
    rows: query.data?.pages.flatMap((page) => page.rows) ?? [],
    isLoading: query.isLoading,
    isChanging: query.isPlaceholderData,
    error: query.error as ApiError | null,
    hasMore: query.hasNextPage,
    isLoadingMore: query.isFetchingNextPage,
    loadMore: () => void query.fetchNextPage(),
    reload: () => void query.refetch(),
  }
}

type CommandSettings<N extends OperationName> = {
  onDone?: (output: OutputOf<N>, input: InputOf<N>) => void
  /** The caller shows the refusal itself. */
  quiet?: boolean
}

/** Acts with an operation: sent again under the same key when the connection breaks, so it is never done twice. */
export function useCommand<N extends OperationName>(name: N, settings: CommandSettings<N> = {}) {
  const client = useQueryClient()
  const showProblem = useProblemToast()
  return useMutation<OutputOf<N>, ApiError, InputOf<N>>({
    mutationKey: [name],
    mutationFn: (input) => act(name, input),
    onSuccess: (output, input) => settings.onDone?.(output, input),
    onError: (error) => {
      if (!settings.quiet) showProblem(error)
    },
    onSettled: () => {
      void refreshModules(client, [name.slice(0, name.indexOf('.'))])
    },
  })
}

const RETRY_AFTER_MS = [600, 1800]

async function act<N extends OperationName>(name: N, input: InputOf<N>): Promise<OutputOf<N>> {
  const idempotencyKey = newIdempotencyKey()
  for (const waitMs of RETRY_AFTER_MS) {
    try {
      return await call(name, input, { idempotencyKey })
    } catch (error) {
      const isWorthAnother = error instanceof ApiError && (error.code === 'unreachable' || error.code === 'keyInFlight')
      if (!isWorthAnother) throw error
      await new Promise((resolve) => setTimeout(resolve, waitMs))
    }
  }
  return call(name, input, { idempotencyKey })
}
