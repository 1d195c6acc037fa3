// No dependencies, and written for any Node however old: see bootstrap.mjs.
import { spawn } from 'node:child_process'
import crypto from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
export const modules = path.join(root, 'node_modules')
export const lockFile = path.join(root, 'package-lock.json')

/** A failure that a person can act on; `run` prints its two sentences and nothing else. */
export class Stop extends Error {
  constructor(zh, en) {
    super(en)
    this.zh = zh
  }
}

/** The file system's two ordinary refusals, wherever they appear. */
export function explained(error) {
  const { code } = Object(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') return diskFull()
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return notWritable(root)
  return undefined
}

export function diskFull() {
  return new Stop('磁盘空间不足。请腾出 2 GB 后重试。', 'The disk is full. Free 2 GB and try again.')
}

function notWritable(directory) {
  return new Stop(
    `没有权限写入 ${directory}。请修改该目录的属主,或换一个可写的目录重新克隆。`,
    `Cannot write to ${directory}. Give your account that folder, or clone into one it may write to.`,
  )
}

export function requireWritable(directory) {
  try {
    fs.accessSync(directory, fs.constants.W_OK)
    if (fs.existsSync(modules)) fs.accessSync(modules, fs.constants.W_OK)
  } catch {
    throw notWritable(directory)
  }
}

/** Two commands started at once on a fresh clone do the work once. A lock whose holder is dead does not count. */
export async function withLock(name, work) {
  const file = path.join(root, 'dist', `.${name}`)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  for (let told = false; !tryLock(file); told = true) {
    if (!told) say('另一个进程正在准备,请稍候', 'Another process is preparing this folder, waiting')
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
  try {
    await work()
  } finally {
    fs.rmSync(file, { force: true })
  }
}

function tryLock(file) {
  try {
    fs.writeFileSync(file, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    const holder = Number(readText(file))
    if (holder && !isRunning(holder)) fs.rmSync(file, { force: true })
    return false
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Runs a program with its output shown, and keeps the end of what it printed, to explain a failure. */
export function collect(command, args, env) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] })
    let printed = ''
    const keep = (chunk) => {
      printed = (printed + chunk).slice(-20000)
      process.stderr.write(chunk)
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('error', (error) => resolve({ status: error.code, printed: `${printed}${error.message}` }))
    child.once('close', (code, signal) => resolve({ status: code === null ? signal : code, printed }))
  })
}

export function hash(files) {
  const sum = crypto.createHash('sha256')
  for (const file of files.sort()) sum.update(`${path.relative(root, file)}\0`).update(fs.readFileSync(file))
  return sum.digest('hex')
}

export function readText(file) {
  try {
    return fs.readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

export function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

export function say(zh, en) {
  process.stderr.write(`› ${zh} · ${en}\n`)
}
