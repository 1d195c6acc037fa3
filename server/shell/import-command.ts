/** Imports an order file through the same operations and job as the web, with a progress bar on a terminal. */
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { ConfigProblem } from '#kernel/config.ts'
import { filePath } from '#kernel/files.ts'
import { runOperation } from '#kernel/run-operation.ts'
import { startWorker } from '#kernel/worker.ts'
import { addFile } from '#modules/files/operations/add-file.ts'
import { readImport } from '#modules/orders/import/operations/read-import.ts'
import { startImport } from '#modules/orders/import/operations/start-import.ts'
import { jobHandlers } from '#server/app.ts'
import type { Home } from '#server/open-home.ts'
import { type CommandLine, optional, required } from './command-line.ts'
import { chooseAccount, type ShellAccount, shellCaller, withHome } from './with-home.ts'

const POLL_MS = 200

export async function importCommand(line: CommandLine): Promise<number> {
  const [what, file] = line.words
  if (what !== 'orders' || !file)
    throw new ConfigProblem('Which file? npx zhanggui import orders FILE --shop S [--preset P | --mapping M.json]')
  if (!existsSync(file)) throw new ConfigProblem(`There is no file ${file}.`)
  const shopId = required(line, 'shop')
  const mappingFile = optional(line, 'mapping')
  const preset = optional(line, 'preset')
  const mapping =
    mappingFile === undefined ? undefined : (JSON.parse(readFileSync(mappingFile, 'utf8')) as Record<string, unknown>)
  const ended = await withHome(async (home) => {
    const account = await chooseAccount(home, optional(line, 'as'))
    const { kernel } = home.app
    const caller = shellCaller(account, line.language)
    const { fileId } = await runOperation(
      kernel,
      addFile,
      { name: path.basename(file), contentType: 'application/octet-stream' },
      caller,
    )
    copyFileSync(file, filePath(kernel.world, account.merchantId, fileId))
    const { importId } = await runOperation(
      kernel,
      startImport,
      { fileId, shopId, ...(preset ? { preset } : {}), ...(mapping ? { mapping } : {}) },
      caller,
    )
    return followImport(home, line, account, importId)
  })
  const { counters, refused, problem, state } = ended
  const answer = {
    state,
    rows: counters.rows,
    orders: counters.orders,
    created: counters.created,
    updated: counters.updated,
    unchanged: counters.unchanged,
    refused,
    ...(problem ? { problem } : {}),
  }
  process.stdout.write(line.json ? `${JSON.stringify(answer)}\n` : `${summary(answer)}\n`)
  return state === 'finished' ? 0 : 1
}

/** Works the job off in this process (or waits while another worker does) and shows how far it is. */
async function followImport(home: Home, line: CommandLine, account: ShellAccount, importId: string) {
  const { kernel } = home.app
  const worker = startWorker(kernel, jobHandlers(), { concurrency: 2 })
  home.app.onWake(worker.wake)
  worker.wake(account.merchantId)
  try {
    for (;;) {
      const run = await runOperation(kernel, readImport, { importId }, shellCaller(account, line.language))
      if (process.stderr.isTTY)
        process.stderr.write(`\r${bar(run.bytesRead, run.bytesTotal)} ${run.counters.rows} rows, ${run.counters.orders} orders `)
      if (run.state !== 'waiting' && run.state !== 'running') {
        if (process.stderr.isTTY) process.stderr.write('\n')
        return run
      }
      await new Promise((resolve) => setTimeout(resolve, POLL_MS))
    }
  } finally {
    await worker.stop()
  }
}

function bar(done: number, total: number): string {
  const share = total > 0 ? Math.min(1, done / total) : 0
  const full = Math.round(share * 30)
  return `[${'█'.repeat(full)}${'·'.repeat(30 - full)}] ${Math.round(share * 100)} %`
}

type Answer = {
  state: string
  rows: number
  orders: number
  created: number
  updated: number
  unchanged: number
  refused: { row: number; code: string; message: string }[]
  problem?: string
}
function summary({ state, rows, orders, created, updated, unchanged, refused, problem }: Answer): string {
  const head = `${state}: ${rows} rows, ${orders} orders: ${created} created, ${updated} updated, ${unchanged} unchanged, ${refused.length} refused`
  const lines = refused.slice(0, 10).map((refusal) => `  row ${refusal.row}: ${refusal.message}`)
  return [
    head,
    ...(problem ? [`  ${problem}`] : []),
    ...lines,
    ...(refused.length > 10 ? [`  … and ${refused.length - 10} more (--json lists all)`] : []),
  ].join('\n')
}
