import { errors } from '#contract/errors.ts'
import { ConfigProblem } from '#kernel/config.ts'
import { fail } from '#kernel/failure.ts'
import { isPublic } from '#kernel/run-operation.ts'
import { type CommandLine, optional } from './command-line.ts'
import { callAs, followAnswer, type Person } from './follow-work.ts'
import { chooseAccount, withHome } from './with-home.ts'

/** Long work that the call starts is waited for, unless --no-wait; its end joins the answer. Exit code 1 when it did not finish. */
export async function callCommand(line: CommandLine): Promise<number> {
  const [name] = line.words
  if (!name) throw new ConfigProblem('Which operation? npx zhanggui call orders.listParcels --input \'{"…"}\'')
  const input = parseJson(optional(line, 'input') ?? '{}')
  const { answer, end } = await withHome(async (home) => {
    const operation = home.app.operations.get(name)
    if (!operation || isPublic(operation)) return fail(errors.unknownOperation, { name })
    const person: Person = { home, account: await chooseAccount(home, optional(line, 'as')), language: line.language }
    const answer = await callAs(person, operation, input, { idempotencyKey: optional(line, 'key') })
    const isFollowed = operation.kind === 'command' && line.options['no-wait'] !== true
    return { answer, end: isFollowed ? await followAnswer(person, answer) : undefined }
  })
  const whole = end ? { ...(answer as object), ...end } : answer
  process.stdout.write(`${JSON.stringify(whole, null, line.json ? undefined : 2)}\n`)
  return end === undefined || end.state === 'finished' ? 0 : 1
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return fail(errors.invalidInput, { field: '--input', reason: (error as Error).message })
  }
}
