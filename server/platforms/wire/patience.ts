/** A reading that takes many calls does not begin again because one of them failed in passing. */
import { setTimeout as pause } from 'node:timers/promises'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'

const TRIES = 4
const FIRST_REST_MS = 100

/** Only for what may be repeated. Throws the last failure; one that is not passing at once. */
export async function patiently<T>({ signal }: Pick<Connection, 'signal'>, read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await read()
    } catch (error) {
      const isPassing = error instanceof PlatformFailure && error.kind === 'retry' && !signal?.aborted
      if (!isPassing || attempt >= TRIES) throw error
      await pause(FIRST_REST_MS * attempt)
    }
  }
}
