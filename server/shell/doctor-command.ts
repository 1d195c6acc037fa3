import { existsSync } from 'node:fs'
import path from 'node:path'
import { explainConfig, readConfig } from '#kernel/config.ts'
import type { CommandLine } from './command-line.ts'
import { sentenceOf } from './sentence-of.ts'
import { withHome } from './with-home.ts'

type Finding = { name: string; value: string; ok: boolean }

export async function doctorCommand(line: CommandLine): Promise<number> {
  const settings = explainConfig(process.env)
  const config = readConfig(process.env)
  const findings: Finding[] = [
    { name: 'node', value: process.version, ok: Number(process.versions.node.split('.')[0]) >= 22 },
    {
      name: 'web application',
      value: existsSync(path.join(import.meta.dirname, '..', '..', 'dist', 'web', 'index.html'))
        ? 'built'
        : 'not built: run npm start once',
      ok: true,
    },
    { name: 'home', value: config.home, ok: true },
    ...(await databaseFindings(line)),
  ]
  if (line.json) process.stdout.write(`${JSON.stringify({ settings, findings })}\n`)
  else {
    process.stdout.write(
      `${settings.map(({ name, value, source, text }) => `${name.padEnd(22)} ${value.padEnd(28)} ${source === 'environment' ? 'set' : '   '}  ${text}`).join('\n')}\n\n`,
    )
    process.stdout.write(`${findings.map(({ name, value, ok }) => `${ok ? '✔' : '✘'} ${name}: ${value}`).join('\n')}\n`)
  }
  return findings.every((finding) => finding.ok) ? 0 : 1
}

async function databaseFindings(line: CommandLine): Promise<Finding[]> {
  try {
    return await withHome(async (home) => {
      const { pool } = home.app.kernel.database
      const version = await pool.query<{ v: string }>("select current_setting('server_version') as v")
      const migrations = await pool.query<{ n: number }>('select max(version)::int as n from app.migrations')
      const merchants = await pool.query<{ n: number }>('select count(*)::int as n from directory.merchants')
      return [
        { name: 'database', value: `PostgreSQL ${version.rows[0]?.v}, schema ${migrations.rows[0]?.n}`, ok: true },
        { name: 'merchants', value: String(merchants.rows[0]?.n), ok: true },
      ]
    })
  } catch (error) {
    return [{ name: 'database', value: sentenceOf(error, line.language).sentence, ok: false }]
  }
}
