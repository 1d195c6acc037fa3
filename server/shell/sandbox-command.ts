import { spawn } from 'node:child_process'
import path from 'node:path'

/** The sandbox is a program of its own that shares no code with the server; this only starts it, with the words as they were typed. */
export function sandboxCommand(words: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '..', '..', 'sandbox', 'main.ts'), ...words], {
    stdio: 'inherit',
  })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((resolve) => child.on('exit', (code) => resolve(code ?? 1)))
}
