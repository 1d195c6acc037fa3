import { sqlTemplates } from '#tools/sql-templates.ts'

/** The merchants' tables: what the migrations create outside the schemas directory and app. */
export function merchantTables(migrations: string): Set<string> {
  return new Set([...migrations.matchAll(/^create table (?:if not exists )?([a-z_]+) \(/gm)].map(([, table = '']) => table))
}

/** What is wrong with the migrations: each merchant's table has merchant_id first in its key and row level security. */
export function migrationProblems(migrations: string): string[] {
  const problems = bannedSql(migrations)
  for (const table of merchantTables(migrations)) {
    const body =
      new RegExp(`^create table (?:if not exists )?${table} \\(([\\s\\S]*?)(^--;|(?![\\s\\S]))`, 'm').exec(migrations)?.[1] ?? ''
    if (!/merchant_id bigint (not null|primary key)/.test(body)) problems.push(`table ${table} has no merchant_id`)
    if (!/primary key \(merchant_id\b|merchant_id bigint primary key/.test(body))
      problems.push(`table ${table}: merchant_id is not first in the primary key`)
    if (!migrations.includes(`app.protect('${table}'`))
      problems.push(`table ${table} has no row level security: call app.protect`)
  }
  return problems
}

/** What is wrong with the SQL in one source: every statement names merchant_id of every merchant's table it touches. */
export function statementProblems(source: string, tables: Set<string>): string[] {
  return sqlTemplates(source).flatMap(({ text, line }) => {
    const touched = tablesIn(text, tables)
    const unnamed = touched.filter(({ table, alias }) => !namesMerchant(text, table, alias)).map(({ table }) => table)
    const mentions = text.match(/\bmerchant_id\b/g)?.length ?? 0
    if (unnamed.length === 0 && mentions < touched.length) unnamed.push(touched.map(({ table }) => table).join(', '))
    return unnamed.map((table) => `:${line} the statement does not name merchant_id of ${table}`)
  })
}

/** What a distributed PostgreSQL or the house does not allow. */
export function bannedSql(text: string): string[] {
  const banned: [RegExp, string][] = [
    [/\bset_config\s*\(/i, 'set_config( does not reach other nodes: use app.enter'],
    [/\bset\s+session\b/i, 'SET SESSION outlives the transaction'],
    [/\bcreate\s+(constraint\s+)?trigger\b/i, 'triggers are not used'],
    [/\bas\s+enum\b/i, 'enums are not used: text with a check'],
    [/\b(big)?serial\b|\bgenerated\s+(always|by default)\s+as\s+identity\b/i, 'ids are made by the app'],
    [/\bon\s+delete\s+set\s+(null|default)\b/i, 'foreign keys cascade or restrict'],
    [/\bmerge\s+into\b|\bgrouping\s+sets\b/i, 'MERGE and GROUPING SETS are not portable'],
  ]
  const code = text.replace(/--[^\n]*/g, '')
  return banned.filter(([pattern]) => pattern.test(code)).map(([, why]) => why)
}

function tablesIn(text: string, tables: Set<string>): { table: string; alias: string | undefined }[] {
  const notAlias =
    /^(where|set|on|using|values|select|join|left|right|inner|cross|full|order|group|limit|for|returning|as|having|union|default|natural|lateral)$/i
  const references = text.matchAll(
    /\b(?:from|join|into|update|using)\s+(?:only\s+)?([a-z_]+)\b(?!\s*\.)(?:\s+(?:as\s+)?([a-z_]+)\b)?/gi,
  )
  return [...references]
    .map(([, table = '', word]) => ({ table: table.toLowerCase(), alias: word && !notAlias.test(word) ? word : undefined }))
    .filter(({ table }) => tables.has(table))
}

function namesMerchant(text: string, table: string, alias: string | undefined): boolean {
  if (/\busing\s*\(\s*[^)]*\bmerchant_id\b/i.test(text)) return true
  if (new RegExp(`\\binto\\s+${table}\\b[^(]*\\(\\s*merchant_id\\b`, 'i').test(text)) return true
  return new RegExp(alias ? `\\b${alias}\\.merchant_id\\b` : `(?<![.\\w])merchant_id\\b|\\b${table}\\.merchant_id\\b`).test(text)
}
