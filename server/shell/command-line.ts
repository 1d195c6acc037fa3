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
  out: { type: 'string' },
  /** Of the sandbox; known here so that whoever types it elsewhere is told so. */
  port: { type: 'string' },
  key: { type: 'string' },
  'no-wait': { type: 'boolean' },
  help: { type: 'boolean' },
} as const
export type Flag = keyof typeof known

/** Reads the words behind `npx zhanggui`. An unknown flag ends the program with 2. */
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
    const sentence = /^[^.]*/.exec((error as Error).message)?.[0]
    process.stderr.write(`${sentence}. See npx zhanggui help.\n`)
    process.exit(2)
  }
}

export function required(line: CommandLine, name: Flag): string {
  const value = line.options[name]
  if (typeof value === 'string' && value !== '') return value
  throw new ConfigProblem(`--${name} is missing. See npx zhanggui help.`)
}
export const optional = (line: CommandLine, name: Flag): string | undefined => {
  const value = line.options[name]
  return typeof value === 'string' ? value : undefined
}
