import { ConfigProblem, readConfig } from '#kernel/config.ts'
import { openHome } from '#server/open-home.ts'
import { type Role, requireFreePort, serve } from '#server/serve.ts'
import { type CommandLine, optional } from './command-line.ts'
import { untilStopped } from './until-stopped.ts'

export async function serveCommand(line: CommandLine): Promise<number> {
  const role = optional(line, 'role') ?? 'all'
  if (!['web', 'worker', 'all'].includes(role)) throw new ConfigProblem(`--role ${role}: choose web, worker or all.`)
  const config = readConfig(process.env)
  if (role !== 'worker') await requireFreePort(config)
  // From here on, so that Ctrl-C during a long start ends it in order too.
  const stopped = untilStopped()
  const home = await openHome(config)
  try {
    const serving = await serve(home, role as Role)
    process.stdout.write(serving.url ? `Zhanggui is ready: ${serving.url}\n` : 'The worker runs.\n')
    await stopped
    await serving.stop()
  } finally {
    await home.close()
  }
  return 0
}
