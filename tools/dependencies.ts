import { globSync } from 'node:fs'
import { join } from 'node:path'
import { runCommand } from '#tools/run-command.ts'

type Cruise = {
  modules: { source: string }[]
  summary: { violations: { from: string; to: string; rule: { name: string } }[] }
}

const rules = join(import.meta.dirname, '..', '.dependency-cruiser.mjs')
const folders = ['contract', 'server', 'sandbox', 'web', 'bench', 'tools', 'e2e']

/** What breaks the dependency rules in a tree, one sentence each; a file that was not read is reported too. */
export async function findForbiddenImports(root: string): Promise<{ problems: string[]; readCount: number }> {
  const exclude = ['**/node_modules/**']
  const files = globSync(`{${folders.join(',')}}/**/*.{ts,tsx}`, { cwd: root, exclude }).sort()
  const present = folders.filter((folder) => files.some((file) => file.startsWith(`${folder}/`)))
  if (present.length === 0) return { problems: ['there is no source file to read'], readCount: 0 }
  const { output } = await runCommand('depcruise', ['--config', rules, '--output-type', 'json', '--no-progress', ...present], {
    cwd: root,
  })
  const cruise = parse(output)
  const read = new Set(cruise.modules.map(({ source }) => source))
  const unread = files.filter((file) => !read.has(file))
  return {
    problems: [
      ...cruise.summary.violations.map(({ from, to, rule }) => `${from} → ${to}: ${rule.name}`),
      ...unread.map((file) => `${file}: was not read, so nothing is known about it`),
    ],
    readCount: files.length - unread.length,
  }
}

function parse(output: string): Cruise {
  try {
    return JSON.parse(output) as Cruise
  } catch {
    throw new Error(`dependency-cruiser did not answer: ${output.slice(0, 2000)}`)
  }
}
