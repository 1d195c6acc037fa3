/**
 * npm run bench -- [--json | --markdown] [--quick] [--only NAME]: every speed the product claims, measured here and now beside its
 * floor.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { startEmbeddedPostgres } from '#server/postgres/embedded-postgres.ts'
import { removeCluster } from '#server/postgres/place.ts'
import { serverUrl, testServerVariable } from '#tools/test-database.ts'
import { benches } from './benches.ts'
import type { Bench, Row } from './row.ts'
import { markdownOf, tableOf, withRoundNumbers } from './row-texts.ts'

const { values } = parseArgs({
  options: {
    json: { type: 'boolean' },
    markdown: { type: 'boolean' },
    quick: { type: 'boolean' },
    only: { type: 'string' },
  },
})
const chosen = benches.filter((bench) => values.only === undefined || bench.name === values.only)
if (chosen.length === 0) {
  console.error(`There is no benchmark ${values.only}. Choose one of: ${benches.map((bench) => bench.name).join(', ')}`)
  process.exit(2)
}
const { rows, failed } = await measure(chosen)
if (values.json) console.log(JSON.stringify(rows))
else console.log(values.markdown ? markdownOf(rows) : tableOf(rows))
process.exit(!failed && rows.every((row) => row.pass) ? 0 : 1)

/** On a PostgreSQL of this run alone, with fsync on: product and floor write to the same disk under the same rules. */
async function measure(wanted: readonly Bench[]): Promise<{ rows: Row[]; failed: boolean }> {
  const home = mkdtempSync(path.join(tmpdir(), 'zhanggui-bench-'))
  const dataDir = path.join(home, 'postgres')
  const postgres = await startEmbeddedPostgres({ dataDir })
  process.env[testServerVariable] = serverUrl(postgres.connection)
  const rows: Row[] = []
  let failed = false
  try {
    for (const bench of wanted) {
      console.error(`… ${bench.name}`)
      try {
        rows.push(...(await bench.run({ quick: values.quick === true })).map(withRoundNumbers))
      } catch (error) {
        failed = true
        console.error(`${bench.name} could not be measured:`, error)
      }
    }
  } finally {
    await postgres.stop()
    removeCluster(dataDir)
    rmSync(home, { recursive: true, force: true })
  }
  return { rows, failed }
}
