import { errors } from '#contract/errors.ts'
import { ConfigProblem } from '#kernel/config.ts'
import { fail } from '#kernel/failure.ts'
import { isPublic, runOperation } from '#kernel/run-operation.ts'
import { type CommandLine, optional } from './command-line.ts'
import { chooseAccount, shellCaller, withHome } from './with-home.ts'

export async function callCommand(line: CommandLine): Promise<number> {
  const [name] = line.words
  if (!name) throw new ConfigProblem('Which operation? npx zhanggui call orders.listParcels --input \'{"…"}\'')
  const input = parseJson(optional(line, 'input') ?? '{}')
  const answer = await withHome(async (home) => {
    const operation = home.app.operations.get(name)
    if (!operation || isPublic(operation)) return fail(errors.unknownOperation, { name })
    const caller = shellCaller(await chooseAccount(home, optional(line, 'as')), line.language)
    return runOperation(home.app.kernel, operation, input, caller, { idempotencyKey: optional(line, 'key') })
  })
  process.stdout.write(`${JSON.stringify(answer, null, line.json ? undefined : 2)}\n`)
  return 0
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new ConfigProblem(`--input is not JSON: ${(error as Error).message}`)
  }
}
