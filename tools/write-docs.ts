/** npm run docs: writes the generated documents. */
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { modules } from '#server/modules.ts'
import { generatedDocs } from '#tools/generated-docs.ts'

for (const [file, text] of Object.entries(generatedDocs(modules.flatMap((module) => module.operations)))) {
  writeFileSync(path.join(import.meta.dirname, '..', file), text)
  console.log(file)
}
