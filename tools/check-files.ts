import { join } from 'node:path'
import { findHouseProblems } from '#tools/house-rules.ts'

const problems = findHouseProblems(join(import.meta.dirname, '..'))
for (const problem of problems) console.error(problem)
process.exitCode = problems.length > 0 ? 1 : 0
