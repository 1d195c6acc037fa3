/** A database on which everything is answered as always and nothing stays: each transaction ends in a rollback. For calling everything there is. */
import type { Database } from '#kernel/db.ts'

export function rolledBack(database: Database): Database {
  const connect = async () => {
    const client = await database.pool.connect()
    return new Proxy(client, {
      get(target, name) {
        const value: unknown = Reflect.get(target, name)
        if (name === 'query')
          return (first: unknown, ...rest: unknown[]) =>
            (target.query as (...all: unknown[]) => unknown)(first === 'commit' ? 'rollback' : first, ...rest)
        return typeof value === 'function' ? value.bind(target) : value
      },
    })
  }
  const pool = new Proxy(database.pool, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      return name === 'connect' ? connect : typeof value === 'function' ? value.bind(target) : value
    },
  })
  return { pool, close: async () => undefined }
}
