/**
 * Works on the items in order with `lanes` at a time and answers their results in the order of the items. After the first error nothing
 * new is begun; it is thrown when what was running has ended.
 */
export async function inParallel<T, R>(items: readonly T[], lanes: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  const queue = items.entries()
  let hasFailed = false
  const lane = async (): Promise<void> => {
    for (const [place, item] of queue) {
      if (hasFailed) return
      try {
        results[place] = await work(item)
      } catch (error) {
        hasFailed = true
        throw error
      }
    }
  }
  const ended = await Promise.allSettled(Array.from({ length: Math.min(lanes, items.length) }, lane))
  for (const end of ended) if (end.status === 'rejected') throw end.reason
  return results
}
