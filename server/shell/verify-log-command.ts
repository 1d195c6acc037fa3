import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ConfigProblem } from '#kernel/config.ts'
import type { MerchantId } from '#kernel/ids.ts'
import { readLogKey } from '#kernel/log-sealer.ts'
import { type LogVerdict, readLogPublicKey, readOutsideCheckpoints, verifyLog } from '#kernel/verify-log.ts'
import { type CommandLine, optional } from './command-line.ts'
import { withHome } from './with-home.ts'

/** Exit code 1 when anything is wrong, so that a cron job notices. */
export async function verifyLogCommand(line: CommandLine): Promise<number> {
  const file = optional(line, 'checkpoints')
  const named = file === undefined ? [] : readCheckpoints(file)
  const verdicts = await withHome(async (home) => {
    const { kernel } = home.app
    const { config } = kernel.world
    readLogKey(config.home)
    const key = readLogPublicKey(readFileSync(path.join(config.home, 'keys', 'log-ed25519.pub.pem'), 'utf8'))
    const outside = [...named, ...(existsSync(config.checkpointFile) ? readCheckpoints(config.checkpointFile) : [])]
    const merchants = await kernel.database.pool.query<{ merchant_id: MerchantId }>(
      'select merchant_id from directory.merchants order by merchant_id',
    )
    const all: LogVerdict[] = []
    for (const { merchant_id: merchant } of merchants.rows) all.push(await verifyLog(kernel.database, merchant, key, outside))
    return all
  })
  if (line.json) process.stdout.write(`${JSON.stringify(verdicts)}\n`)
  else for (const verdict of verdicts) process.stdout.write(`${describe(verdict)}\n`)
  return verdicts.some((verdict) => verdict.problem) ? 1 : 0
}

function readCheckpoints(file: string): string[] {
  try {
    return readOutsideCheckpoints(file)
  } catch (error) {
    throw new ConfigProblem(`--checkpoints ${file} cannot be read: ${(error as Error).message}`)
  }
}

function describe({ merchantId, entries, purged, checkpoints, waiting, provedOutside, problem }: LogVerdict): string {
  const removed = purged > 0 ? ` (${purged} of them purged)` : ''
  const head = `merchant ${merchantId}: ${entries} entries${removed}, ${checkpoints} checkpoints, ${waiting} not sealed yet`
  return problem
    ? `${head}\n  BAD at ${problem.seq || 'unsealed'}${problem.entryId ? ` (entry ${problem.entryId})` : ''}: ${problem.problem}`
    : `${head}: all good; ${provedOutside} entries proved by checkpoints outside the database`
}
