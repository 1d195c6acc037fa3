import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { inflate } from '@sparticuz/chromium'
import { type Browser, chromium } from 'playwright-core'
import { runCommand } from '#tools/run-command.ts'

type Chromium = { executablePath?: string; env?: Record<string, string> }
type Source = { name: string; find: () => Promise<Chromium | undefined> }

const root = join(import.meta.dirname, '..')
const installed = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/** Best first: what the person named, what the machine has, what npm brought, and only then the network. */
const sources: Source[] = [
  { name: '$CHROME_PATH', find: async () => named(process.env.CHROME_PATH) },
  { name: 'the installed Chromium', find: async () => named(installed.find(existsSync)) },
  { name: 'the Chromium from npm', find: () => fromNpm({}) },
  { name: 'the Chromium from npm with its own libraries', find: () => fromNpm({ withLibraries: true }) },
  { name: "Debian's Chromium", find: fromDebian },
  { name: "Playwright's Chromium", find: fromPlaywright },
]

/**
 * Opens a real Chromium, getting one first if this machine has none. Close it with `browser.close()`. Throws an error that tells what
 * was tried.
 */
export async function openBrowser(): Promise<Browser> {
  const tried: string[] = []
  for (const { name, find } of sources) {
    try {
      const found = await find()
      if (found) return await chromium.launch({ ...found, args: ['--font-render-hinting=none'] })
    } catch (error) {
      tried.push(`${name}: ${error instanceof Error ? error.message.split('\n').slice(0, 4).join(' ') : error}`)
    }
  }
  throw new Error(`No Chromium could be opened. Install one and set CHROME_PATH to it.\n${tried.join('\n')}`)
}

function named(executablePath: string | undefined): Chromium | undefined {
  return executablePath ? { executablePath } : undefined
}

/** Unpacked once, beside the package: about 210 MB and 3 s. Slim images lack NSS, which the package carries too. */
async function fromNpm({ withLibraries = false }): Promise<Chromium | undefined> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined
  const directory = await unpack()
  const fonts = { FONTCONFIG_PATH: join(directory, 'fonts') }
  const libraries = { LD_LIBRARY_PATH: join(directory, 'al2023', 'lib') }
  const env = { ...ownEnvironment(), ...(existsSync('/etc/fonts/fonts.conf') ? {} : fonts), ...(withLibraries ? libraries : {}) }
  return { executablePath: join(directory, 'chromium'), env }
}

async function unpack(): Promise<string> {
  const packed = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', 'bin')
  const cache = cacheDirectory()
  const complete = join(cache, 'chromium')
  if (existsSync(complete)) return complete
  const unfinished = join(cache, `chromium.${process.pid}`)
  mkdirSync(unfinished)
  const before = process.env.TMPDIR
  try {
    // the package unpacks into the temporary directory, which it reads at the call
    process.env.TMPDIR = unfinished
    const unpacking = ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'].map((archive) =>
      inflate(join(packed, archive)),
    )
    restore('TMPDIR', before)
    await Promise.all(unpacking)
    renameSync(unfinished, complete)
  } catch (error) {
    if (!existsSync(complete)) throw error // otherwise another test file was quicker
  } finally {
    restore('TMPDIR', before)
    rmSync(unfinished, { recursive: true, force: true })
  }
  return complete
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name]
  else process.env[name] = value
}

function cacheDirectory(): string {
  const beside = join(root, 'node_modules', '.cache', 'zhanggui')
  try {
    mkdirSync(beside, { recursive: true })
    return beside
  } catch {
    const own = join(tmpdir(), `zhanggui-browser-${process.getuid?.() ?? 0}`)
    mkdirSync(own, { recursive: true, mode: 0o700 })
    return own
  }
}

async function fromDebian(): Promise<Chromium | undefined> {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return undefined
  await succeed('apt-get', ['update', '-qq'])
  await succeed('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'])
  return named('/usr/bin/chromium')
}

async function fromPlaywright(): Promise<Chromium> {
  const cli = join(dirname(createRequire(import.meta.url).resolve('playwright-core/package.json')), 'cli.js')
  await succeed(process.execPath, [cli, 'install', 'chromium-headless-shell'])
  return {}
}

async function succeed(command: string, args: string[]): Promise<void> {
  const { ok, output } = await runCommand(command, args, { cwd: root })
  if (!ok) throw new Error(`${command} ${args.join(' ')}: ${output.trim().slice(-500)}`)
}

function ownEnvironment(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
