import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import type { Writable } from 'node:stream'
import { exportLog } from '#kernel/log-export.ts'
import { logPublicKey } from '#kernel/log-sealer.ts'
import { runOperation } from '#kernel/run-operation.ts'
import { noteLogExport } from '#modules/team/log/operations/note-log-export.ts'
import { type CommandLine, optional } from './command-line.ts'
import { chooseAccount, shellCaller, withHome } from './with-home.ts'

/** The whole log as JSON lines, to a file or to the standard output. That it was taken out stands in the log first. */
export async function exportLogCommand(line: CommandLine): Promise<number> {
  const file = optional(line, 'out')
  await withHome(async (home) => {
    const { kernel } = home.app
    const account = await chooseAccount(home, optional(line, 'as'))
    await runOperation(kernel, noteLogExport, {}, shellCaller(account, line.language))
    const out: Writable = file === undefined ? process.stdout : createWriteStream(file, { mode: 0o600 })
    const write = async (lines: string) => {
      if (!out.write(lines)) await once(out, 'drain')
    }
    const { entries } = await exportLog(kernel.database, account.merchantId, logPublicKey(kernel.world.config.home), write)
    if (file === undefined) return
    out.end()
    await once(out, 'finish')
    process.stderr.write(`${entries} entries → ${file}\n`)
  })
  return 0
}
