/** npm run bench -- [--json] [--quick] [--only NAME]: every speed the product claims, measured here and now beside its floor. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedPostgres } from '#server/postgres/embedded-postgres.ts'
import { serverUrl, testServerVariable } from '#tools/test-database.ts'
import { benches } from './benches.ts'
import { type Row, round } from './row.ts'

const { values } = parseArgs({ options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, only: { type: 'string' } } })
const chosen = benches.filter((bench) => values.only === undefined || bench.name === values.only)
if (chosen.length === 0) {
  console.error(`There is no benchmark ${values.only}. Choose one of: ${benches.map((bench) => bench.name).join(', ')}`)
  process.exit(2)
}
// A PostgreSQL of this run alone, with fsync on: product and floor write to the same disk under the same rules.
const home = mkdtempSync(path.join(tmpdir(), 'zhanggui-bench-'))
const postgres = await startEmbeddedPostgres({ dataDir: path.join(home, 'postgres') })
process.env[testServerVariable] = serverUrl(postgres.connection)
const rows: Row[] = []
for (const bench of chosen) {
  if (!values.json) console.error(`… ${bench.name}`)
  const measured = await bench.run({ quick: values.quick === true })
  rows.push(
    ...measured.map((row) => ({
      ...row,
      value: round(row.value),
      floor: row.floor === null ? null : round(row.floor),
      ratio: row.ratio === null ? null : round(row.ratio),
    })),
  )
}
await postgres.stop()
rmSync(home, { recursive: true, force: true })
console.log(values.json ? JSON.stringify(rows) : table(rows))
process.exit(rows.every((row) => row.pass) ? 0 : 1)

function table(lines: readonly Row[]): string {
  const cells = lines.map((row) => [
    row.pass ? '✔' : '✘',
    row.name,
    `${row.value} ${row.unit}`,
    row.floor === null ? '–' : String(row.floor),
    row.ratio === null ? '–' : String(row.ratio),
    row.target,
  ])
  const all = [['', 'act', 'measured', 'floor', 'ratio', 'target'], ...cells]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((line) => line[column]?.length ?? 0))) ?? []
  return all.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')).join('\n')
}
