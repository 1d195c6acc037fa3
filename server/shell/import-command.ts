/** Imports an order file through the same operations and job as the web, with a progress bar on a terminal. */
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { ConfigProblem } from '#kernel/config.ts'
import { filePath } from '#kernel/files.ts'
import { addFile } from '#modules/files/operations/add-file.ts'
import { startImport } from '#modules/orders/import/operations/start-import.ts'
import { type CommandLine, optional, required } from './command-line.ts'
import { callAs, followImport, type Person } from './follow-work.ts'
import { chooseAccount, withHome } from './with-home.ts'

export async function importCommand(line: CommandLine): Promise<number> {
  const [what, file] = line.words
  if (what !== 'orders' || !file)
    throw new ConfigProblem('Which file? npx zhanggui import orders FILE --shop S [--preset P | --mapping M.json]')
  if (!existsSync(file)) throw new ConfigProblem(`There is no file ${file}.`)
  // A long import makes much that is soon garbage: growing the heap in smaller steps keeps memory flat (measured 260 MB instead of 361).
  setFlagsFromString('--heap-growing-percent=50')
  const shopId = required(line, 'shop')
  const mappingFile = optional(line, 'mapping')
  const preset = optional(line, 'preset')
  const mapping = mappingFile === undefined ? undefined : readMapping(mappingFile)
  const ended = await withHome(async (home) => {
    const person: Person = { home, account: await chooseAccount(home, optional(line, 'as')), language: line.language }
    const { fileId } = await callAs(person, addFile, { name: path.basename(file), contentType: 'application/octet-stream' })
    copyFileSync(file, filePath(home.app.kernel.world, person.account.merchantId, fileId))
    const { importId } = await callAs(person, startImport, {
      fileId,
      shopId,
      ...(preset ? { preset } : {}),
      ...(mapping ? { mapping } : {}),
    })
    return followImport(person, importId)
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

function readMapping(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>
  } catch (error) {
    throw new ConfigProblem(`--mapping ${file} cannot be read: ${(error as Error).message}`)
  }
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
