import { join } from 'node:path'
import { findForbiddenImports } from '#tools/dependencies.ts'

const { problems, readCount } = await findForbiddenImports(join(import.meta.dirname, '..'))
for (const problem of problems) console.error(problem)
if (problems.length > 0) console.error(`\n${problems.length} forbidden; .dependency-cruiser.mjs says why for each rule.`)
console.log(`${readCount} files read`)
process.exitCode = problems.length > 0 ? 1 : 0
