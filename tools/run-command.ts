import { spawn } from 'node:child_process'

export type CommandOutcome = { ok: boolean; output: string }

/** Runs a program to its end and keeps what it prints; when the signal aborts, the program is ended. */
export function runCommand(
  command: string,
  args: string[],
  options: { cwd: string; signal?: AbortSignal },
): Promise<CommandOutcome> {
  const { promise, resolve } = Promise.withResolvers<CommandOutcome>()
  const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      output += chunk
    })
  }
  child.once('error', (error) => resolve({ ok: false, output: `${output}${error.message}` }))
  child.once('close', (status) => resolve({ ok: status === 0, output }))
  return promise
}
