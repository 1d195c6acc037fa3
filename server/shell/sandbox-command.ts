import { spawn } from 'node:child_process'
import path from 'node:path'
import { type CommandLine, optional } from './command-line.ts'

/** The sandbox is a program of its own that shares no code with the server; this only starts it. */
export function sandboxCommand(line: CommandLine): Promise<number> {
  const flags = (['port', 'seed'] as const).flatMap((name) => {
    const value = optional(line, name)
    return value === undefined ? [] : [`--${name}`, value]
  })
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '..', '..', 'sandbox', 'main.ts'), ...flags], {
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
}
