/** npm run docs: writes the generated documents. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { modules } from '#server/modules.ts'
import { generatedDocs } from '#tools/generated-docs.ts'

const operations = modules.flatMap((module) => module.operations)
const jobs = modules.flatMap((module) => module.jobs ?? [])
for (const [file, text] of Object.entries(generatedDocs(operations, jobs))) {
  writeFileSync(path.join(import.meta.dirname, '..', file), text)
  console.log(file)
}
