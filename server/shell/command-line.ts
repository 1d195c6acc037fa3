import { parseArgs } from 'node:util'
import { ConfigProblem } from '#kernel/config.ts'

export type CommandLine = {
  command: string
  words: string[]
  options: Record<string, string | boolean | undefined>
  json: boolean
  language: 'zh' | 'en'
}

const known = {
  merchant: { type: 'string' },
  owner: { type: 'string' },
  'password-stdin': { type: 'boolean' },
  json: { type: 'boolean' },
  role: { type: 'string' },
  input: { type: 'string' },
  as: { type: 'string' },
  shop: { type: 'string' },
  preset: { type: 'string' },
  mapping: { type: 'string' },
  checkpoints: { type: 'string' },
  port: { type: 'string' },
  seed: { type: 'string' },
  key: { type: 'string' },
} as const

/** Reads the words behind `npx zhanggui`. Throws ConfigProblem for an unknown flag. */
export function commandLine(words: string[]): CommandLine {
  try {
    const { values, positionals } = parseArgs({ args: words, options: known, allowPositionals: true })
    const [command = '', ...rest] = positionals
    return {
      command,
      words: rest,
      options: values,
      json: values.json === true,
      language: (process.env.LANG ?? '').startsWith('zh') ? 'zh' : 'en',
    }
  } catch (error) {
    process.stderr.write(`${(error as Error).message}. Run npx zhanggui help.\n`)
    process.exit(2)
  }
}

export function required(line: CommandLine, name: keyof typeof known): string {
  const value = line.options[name]
  if (typeof value === 'string' && value !== '') return value
  throw new ConfigProblem(`--${name} is missing. Run npx zhanggui help.`)
}
export const optional = (line: CommandLine, name: keyof typeof known): string | undefined => {
  const value = line.options[name]
  return typeof value === 'string' ? value : undefined
}
