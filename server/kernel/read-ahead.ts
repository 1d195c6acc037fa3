/** Asks for the next element while the present one is being worked on: the platform answers while the database stores. */
export async function* readAhead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]()
  let next = iterator.next()
  try {
    for (;;) {
      const { done, value } = await next
      if (done === true) return
      next = iterator.next()
      // Its failure is met at the next turn; until then nobody waits for it.
      next.catch(() => undefined)
      yield value
    }
  } finally {
    await iterator.return?.(undefined).catch(() => undefined)
  }
}
