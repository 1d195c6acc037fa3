/** `npx zhanggui …`: the same operations, checks and log as the web, from the shell. */

import { callCommand } from './shell/call-command.ts'
import { type CommandLine, commandLine } from './shell/command-line.ts'
import { doctorCommand } from './shell/doctor-command.ts'
import { importCommand } from './shell/import-command.ts'
import { initCommand } from './shell/init-command.ts'
import { loginLinkCommand } from './shell/login-link-command.ts'
import { sandboxCommand } from './shell/sandbox-command.ts'
import { sentenceOf } from './shell/sentence-of.ts'
import { serveCommand } from './shell/serve-command.ts'
import { verifyLogCommand } from './shell/verify-log-command.ts'

const commands: Record<string, { usage: string; run(line: CommandLine): Promise<number> }> = {
  init: {
    usage: 'init --merchant NAME --owner LOGIN --password-stdin [--json]        create a merchant with its owner',
    run: initCommand,
  },
  serve: { usage: 'serve [--role web|worker|all]                                       run the server', run: serveCommand },
  call: {
    usage:
      "call OPERATION [--input '{…}'] [--as LOGIN] [--json]                 run one operation (as the owner unless told otherwise)",
    run: callCommand,
  },
  import: {
    usage: 'import orders FILE --shop S [--preset P | --mapping M.json] [--json]  import an order file',
    run: importCommand,
  },
  'login-link': {
    usage: 'login-link [--as LOGIN]                                             print a single-use sign-in link',
    run: loginLinkCommand,
  },
  'verify-log': {
    usage: 'verify-log [--checkpoints FILE] [--json]                            check the whole log, name the first bad entry',
    run: verifyLogCommand,
  },
  doctor: {
    usage: 'doctor [--json]                                                     explain configuration and state',
    run: doctorCommand,
  },
  sandbox: {
    usage:
      'sandbox [--port N]                                                  run the platform, courier and printer sandbox alone',
    run: sandboxCommand,
  },
}

const line = commandLine(process.argv.slice(2))
const wanted = commands[line.command]
if (!wanted) {
  process.stdout.write(
    `Zhanggui 掌柜\n\nUsage: npx zhanggui COMMAND\n\n${Object.values(commands)
      .map((command) => `  ${command.usage}`)
      .join('\n')}\n`,
  )
  process.exitCode = line.command === '' || line.command === 'help' ? 0 : 2
} else {
  try {
    process.exitCode = await wanted.run(line)
  } catch (error) {
    const { sentence, body } = sentenceOf(error, line.language)
    process.stderr.write(line.json && body ? `${JSON.stringify(body)}\n` : `${sentence}\n`)
    process.exitCode = 1
  }
}
