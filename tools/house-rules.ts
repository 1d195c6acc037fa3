import { globSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { basename, join } from 'node:path'
import { bannedSql, merchantTables, migrationProblems, statementProblems } from '#tools/sql-rules.ts'

/** Each answers what is wrong with one file; `source` is its text. */
type Rule = (file: string, source: string) => string[]

const fileName = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*\.(ts|tsx|mjs|css)$/
const code = /\.(ts|tsx|mjs)$/

/** What breaks the house rules that no other tool knows, one line each: "file: reason". */
export function findHouseProblems(root: string): string[] {
  const exclude = ['**/node_modules/**', '**/.git/**', 'dist/**', 'data/**']
  const files = globSync(['**/*.{ts,tsx,mjs,css,sql,md,json,yaml,html}', '.*.mjs', '.npmrc', '.ci/*'], {
    cwd: root,
    exclude,
  }).sort()
  const read = (file: string) => readFileSync(join(root, file), 'utf8')
  const migrations = globSync('server/migrations/*.sql', { cwd: root }).sort().map(read).join('\n')
  const tables = merchantTables(migrations)
  const statements: Rule = (file, source) =>
    /^server\/modules\/.*\.ts$/.test(file) && !isTest(file) ? statementProblems(source, tables) : []
  const rules: Rule[] = [naming, unfinished, imports, pureRules, sqlInCode, portable(root), installation, statements]
  return [
    ...files.flatMap((file) => {
      const source = read(file)
      return rules
        .flatMap((rule) => rule(file, source))
        .map((reason) => (reason.startsWith(':') ? `${file}${reason}` : `${file}: ${reason}`))
    }),
    ...migrationProblems(migrations).map((reason) => `server/migrations: ${reason}`),
  ]
}

const isTest = (file: string) => /\.(test|long|spec)\.ts$/.test(file) || file.startsWith('server/testing/')

const naming: Rule = (file) => {
  const name = basename(file)
  if (/^index\.(ts|tsx|mjs)$/.test(name)) return ['files are opened by name: no index file']
  const isNamed = !/\.(ts|tsx|mjs|css)$/.test(name) || name.startsWith('.') || fileName.test(name)
  return isNamed ? [] : ['file names are lower-case words joined by hyphens']
}

/** Assembled from parts, so that this file does not find itself. */
const unfinishedMarks = new RegExp(
  `\\b(${['TO', 'FIX', 'HA', 'XX'].map((start, index) => start + ['DO', 'ME', 'CK', 'X'][index]).join('|')})\\b`,
)
const skippedTests = /\b(test|it|describe|suite|t)\.(only|skip|todo)\b|\b(only|skip|todo): true\b/

const unfinished: Rule = (file, source) => [
  ...(unfinishedMarks.test(source) && file !== 'package-lock.json' ? ['unfinished work is not committed'] : []),
  ...(code.test(file) && skippedTests.test(source) ? ['a test that does not run proves nothing'] : []),
]

const imports: Rule = (file, source) =>
  code.test(file) && /^(import|export|\}).* from '(\.\.\/){2}/m.test(source)
    ? ['import by the map in package.json, not by ../../']
    : []

const pureRules: Rule = (file, source) => {
  if (!/^(server|contract)\/.*-(rules|states)\.ts$/.test(file)) return []
  const impure = /\bawait\b|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bfetch\(|\bprocess\./.exec(
    source.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, ''),
  )
  return impure ? [`"${impure[0]}" in a pure file: hand the value in`] : []
}

const sqlInCode: Rule = (file, source) =>
  /^server\/.*\.ts$/.test(file) && !isTest(file) ? bannedSql(source).filter((reason) => /set_config|SESSION/.test(reason)) : []

/** The project stands alone: it never names the machine on which it happened to be written. */
const portable =
  (root: string): Rule =>
  (_file, source) =>
    [root, `${homedir()}/`].some((place) => place.length > 5 && source.includes(`${place}${place.endsWith('/') ? '' : '/'}`))
      ? ['names a folder of this machine']
      : []

const installation: Rule = (file, source) => {
  if (file === 'package-lock.json' && source.includes('"resolved":'))
    return ['holds addresses of a registry: keep omit-lockfile-registry-resolved']
  if (file === '.npmrc' && /registry\s*=\s*http/.test(source)) return ['names a registry']
  return []
}
