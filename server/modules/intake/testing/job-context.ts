/** Runs job code the way the worker does, but under the test's hand: several at once, or with one that is killed half-way. */
import { newId } from '#kernel/ids.ts'
import type { JobContext } from '#kernel/jobs.ts'
import { runOperation } from '#kernel/run-operation.ts'
import { systemCaller } from '#kernel/worker.ts'
import type { TestTeam } from '#server/testing/team.ts'

/** `beforeCall` is told each operation first and waited for; what it throws ends the job there, as a killed process would. */
export function jobContext(
  t: TestTeam,
  beforeCall: (operation: string, input: unknown) => unknown = () => undefined,
): JobContext {
  const { kernel } = t.app
  const jobId = newId()
  const call = async (operation: { name: string }, input: unknown) => {
    await beforeCall(operation.name, input)
    const caller = systemCaller(t.merchantId, 'test', ['system.jobs'], `job:${jobId}`)
    return runOperation(kernel, operation as never, input, caller)
  }
  return {
    world: kernel.world,
    jobId,
    attempt: 1,
    isLastAttempt: false,
    signal: new AbortController().signal,
    call: call as never,
  }
}
