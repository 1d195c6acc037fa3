// Everything that must happen before the project's own runtime can run: it has no dependencies and is written for any Node, however
// old, so that even the wrong one gives a clear sentence. Progress and failures go to stderr, in Chinese and English.
import { explained, Stop } from './common.mjs'

/** Runs a command's main function; whatever goes wrong ends in one clear sentence and an exit code other than 0. */
export function run(main) {
  requireNode(20, 19)
  main().then(
    (code) => process.exit(code),
    (error) => {
      const stop = error instanceof Stop ? error : explained(error)
      process.stderr.write(stop ? `\n✗ ${stop.zh}\n  ${stop.message}\n` : `\n✗ ${error instanceof Error ? error.stack : error}\n`)
      process.exit(1)
    },
  )
}

function requireNode(major, minor) {
  const parts = process.versions.node.split('.').map(Number)
  if (parts[0] > major || (parts[0] === major && parts[1] >= minor)) return
  process.stderr.write(
    `✗ 掌柜需要 Node ${major}.${minor} 或更新版本,当前是 ${process.versions.node}。请从 https://nodejs.org 安装新版本。\n`,
  )
  process.stderr.write(
    `  Zhanggui needs Node ${major}.${minor} or newer, this is ${process.versions.node}. Install a newer one from https://nodejs.org\n`,
  )
  process.exit(1)
}
