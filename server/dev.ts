/** `npm run dev`: the demo under `node --watch` (the server reloads when its files change) and the web application on Vite's own server. */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { createServer } from 'vite'
import { untilStopped } from './shell/until-stopped.ts'

const root = path.join(import.meta.dirname, '..')
const server = spawn(process.execPath, ['--watch-preserve-output', '--watch', path.join(root, 'server', 'start.ts')], {
  stdio: 'inherit',
})
const vite = await createServer({ root: path.join(root, 'web'), configFile: path.join(root, 'web', 'vite.config.ts') })
await vite.listen()
process.stdout.write(`\n  Web application with hot reload: ${vite.resolvedUrls?.local[0] ?? ''}\n`)
await untilStopped()
await vite.close()
server.kill('SIGINT')
await new Promise((resolve) => server.once('exit', resolve))
