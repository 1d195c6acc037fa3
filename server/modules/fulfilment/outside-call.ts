import { failpoint } from '#kernel/failpoint.ts'

/**
 * Every call that leaves the house goes through here, so that a test can kill the process right before it and right after it,
 * when the other side has acted and nobody of ours knows.
 */
export async function outsideCall<T>(name: string, call: () => Promise<T>): Promise<T> {
  failpoint(`${name}.beforeCall`)
  const answer = await call()
  failpoint(`${name}.afterCall`)
  return answer
}
