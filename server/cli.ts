/** `npx zhanggui …`: the same operations, checks and log as the web, from the shell. */

import { type CommandLine, commandLine, type Flag } from './shell/command-line.ts'
import { sentenceOf } from './shell/sentence-of.ts'

/** Each command is loaded when it is wanted: help and a misspelt flag answer at once. */
type ShellCommand = {
  usage: string
  meaning: string
  flags: readonly Flag[]
  load(): Promise<(line: CommandLine) => Promise<number>>
}
const commands: Record<string, ShellCommand> = {
  init: {
    usage: 'init --merchant NAME --owner LOGIN --password-stdin [--json]',
    meaning: 'create a merchant with its owner',
    flags: ['merchant', 'owner', 'password-stdin'],
    load: async () => (await import('./shell/init-command.ts')).initCommand,
  },
  serve: {
    usage: 'serve [--role web|worker|all]',
    meaning: 'run the server',
    flags: ['role'],
    load: async () => (await import('./shell/serve-command.ts')).serveCommand,
  },
  call: {
    usage: "call OPERATION [--input '{…}'] [--as LOGIN] [--key KEY] [--no-wait] [--json]",
    meaning: 'run one operation (as the owner unless told otherwise) and wait for the work it starts',
    flags: ['input', 'as', 'key', 'no-wait'],
    load: async () => (await import('./shell/call-command.ts')).callCommand,
  },
  import: {
    usage: 'import orders FILE --shop SHOP [--preset P | --mapping M.json] [--as LOGIN] [--json]',
    meaning: 'import an order file',
    flags: ['shop', 'preset', 'mapping', 'as'],
    load: async () => (await import('./shell/import-command.ts')).importCommand,
  },
  'login-link': {
    usage: 'login-link [--as LOGIN] [--json]',
    meaning: 'print a single-use sign-in link',
    flags: ['as'],
    load: async () => (await import('./shell/login-link-command.ts')).loginLinkCommand,
  },
  'verify-log': {
    usage: 'verify-log [--checkpoints FILE] [--json]',
    meaning: 'check the whole log, name the first bad entry',
    flags: ['checkpoints'],
    load: async () => (await import('./shell/verify-log-command.ts')).verifyLogCommand,
  },
  'export-log': {
    usage: 'export-log [--out FILE] [--as LOGIN]',
    meaning: 'write the whole log as JSON lines for outside verifiers (docs/log-format.md)',
    flags: ['out', 'as'],
    load: async () => (await import('./shell/export-log-command.ts')).exportLogCommand,
  },
  doctor: {
    usage: 'doctor [--json]',
    meaning: 'explain configuration and state',
    flags: [],
    load: async () => (await import('./shell/doctor-command.ts')).doctorCommand,
  },
  sandbox: {
    usage: 'sandbox [--port N] [--seed N] [--platforms A,B] [--fault KIND:…] …',
    meaning: 'run the platform, courier and printer sandbox alone; all it can be told: npx zhanggui sandbox --help',
    flags: [],
    load: async () => (line) => startedSandbox(line.words),
  },
}

const words = process.argv.slice(2)
if (words[0] === 'sandbox') process.exitCode = await startedSandbox(words.slice(1))
else await runLine(commandLine(words))

/** Its flags are its own: they are read there. */
async function startedSandbox(flags: readonly string[]): Promise<number> {
  return (await import('./shell/sandbox-command.ts')).sandboxCommand(flags)
}

async function runLine(line: CommandLine): Promise<void> {
  const wanted = Object.hasOwn(commands, line.command) ? commands[line.command] : undefined
  const stray = wanted && strayFlag(wanted, line)
  if (line.options.help || line.command === '' || line.command === 'help') process.stdout.write(help(wanted))
  else if (!wanted) refuse(`There is no command “${line.command}”. See npx zhanggui help.`)
  else if (stray) refuse(`${line.command} has no --${stray}. Usage: npx zhanggui ${wanted.usage}`)
  else process.exitCode = await run(wanted, line)
}

async function run(command: ShellCommand, line: CommandLine): Promise<number> {
  try {
    const act = await command.load()
    return await act(line)
  } catch (error) {
    const { sentence, body } = sentenceOf(error, line.language)
    process.stderr.write(`${line.json ? JSON.stringify(body) : sentence}\n`)
    return 1
  }
}

function strayFlag({ flags }: ShellCommand, { options }: CommandLine): string | undefined {
  return Object.keys(options).find((name) => !['json', 'help', ...flags].includes(name))
}

function refuse(sentence: string): void {
  process.stderr.write(`${sentence}\n`)
  process.exitCode = 2
}

function help(command: ShellCommand | undefined): string {
  const shown = command ? [command] : Object.values(commands)
  return `Zhanggui 掌柜\n\n${shown.map(({ usage, meaning }) => `  npx zhanggui ${usage}\n      ${meaning}\n`).join('')}`
}
