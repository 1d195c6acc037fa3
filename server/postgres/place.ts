import { createHash, randomBytes } from 'node:crypto'
import {
  accessSync,
  chownSync,
  constants,
  existsSync,
  lstatSync,
  mkdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { type Account, canReach, chooseAccount } from './account.ts'
import { type Binaries, locateBinaries } from './binaries.ts'
import { clusterMissing, noPermission } from './startup-failure.ts'

/** Where one embedded server lives. `cluster` is an absolute path without symbolic links, as it appears in the server's command line. */
export type Place = {
  cluster: string
  socket: string
  log: string
  lock: string
  joined: string
  account: Account | undefined
  binaries: Binaries
}

/** For root when the PostgreSQL account cannot pass to the checkout, such as one below /root. */
const systemHome = '/var/lib/zhanggui'
/** sun_path holds 108 bytes on Linux and 104 on macOS, the closing zero included; the longest name in it is a lock file's. */
const longestSocketPath = 103

/** The lock and the list of joined processes come first: they lie in the data directory itself, which this process can always reach. */
export function prepareDirectory(dataDir: string): { directory: string; lock: string; joined: string } {
  const directory = resolve(dataDir)
  try {
    mkdirSync(join(directory, 'joined'), { recursive: true })
    accessSync(directory, constants.R_OK | constants.W_OK)
    accessSync(join(directory, 'joined'), constants.R_OK | constants.W_OK)
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw noPermission(directory, error)
    throw error
  }
  return { directory: realpathSync(directory), lock: join(directory, 'lock'), joined: join(directory, 'joined') }
}

export function choosePlace({ directory, lock, joined }: ReturnType<typeof prepareDirectory>): Place {
  const account = chooseAccount(join(directory, 'cluster'))
  const home = chooseHome(directory, account)
  const binaries = locateBinaries(account, account ? systemHome : directory)
  const socket = chooseSocketDirectory(home, account)
  return { cluster: join(home, 'cluster'), socket, log: join(home, 'postgres.log'), lock, joined, account, binaries }
}

function chooseHome(directory: string, account: Account | undefined): string {
  const link = join(directory, 'cluster')
  if (isLink(link)) {
    const target = readlinkSync(link)
    if (!existsSync(join(target, 'PG_VERSION'))) throw clusterMissing(link, target)
    return dirname(realpathSync(target))
  }
  if (!account || canReach(own(join(directory, 'socket'), account), account)) return directory
  rmSync(join(directory, 'socket'), { recursive: true, force: true })
  mkdirSync(systemHome, { recursive: true, mode: 0o755 })
  return own(join(systemHome, randomBytes(8).toString('hex')), account)
}

/** Leaves `directory/cluster` pointing to a cluster that had to be made elsewhere; called once that cluster is complete. */
export function linkCluster({ directory }: { directory: string }, place: Place): void {
  if (dirname(place.cluster) !== directory) symlinkSync(place.cluster, join(directory, 'cluster'))
}

/** A socket that had to lie elsewhere is not left there. */
export function removeFarSocket(place: Place): void {
  if (dirname(place.socket) !== dirname(place.cluster)) rmSync(place.socket, { recursive: true, force: true })
}

/** Deletes a server's files; the server must have been stopped. For databases of tests. */
export function removeCluster(dataDir: string): void {
  const link = join(dataDir, 'cluster')
  if (isLink(link)) rmSync(dirname(readlinkSync(link)), { recursive: true, force: true })
  rmSync(dataDir, { recursive: true, force: true })
}

function chooseSocketDirectory(home: string, account: Account | undefined): string {
  const uid = account?.ids.uid ?? process.getuid?.() ?? 0
  const short = `zhanggui-${uid}-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`
  const fits = (directory: string) => Buffer.byteLength(join(directory, '.s.PGSQL.5432.lock')) <= longestSocketPath
  const found = [join(home, 'socket'), join('/tmp', short), join(tmpdir(), short)].find(fits)
  return own(found ?? join('/tmp', short), account)
}

/** Makes a directory that only the server's account (and root) may enter; refuses one that somebody else put there. */
function own(directory: string, account: Account | undefined): string {
  mkdirSync(directory, { recursive: true, mode: 0o700 })
  const uid = account?.ids.uid ?? process.getuid?.() ?? 0
  const found = lstatSync(directory)
  if (account && found.uid === 0) chownSync(directory, account.ids.uid, account.ids.gid)
  else if (found.uid !== uid || !found.isDirectory()) throw noPermission(directory)
  return directory
}

const isLink = (path: string) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() ?? false
