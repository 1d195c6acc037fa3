// No dependencies, and written for any Node however old: see bootstrap.mjs.
import fs from 'node:fs'
import path from 'node:path'
import { collect, diskFull, hash, lockFile, modules, readText, requireWritable, root, Stop, say, withLock } from './common.mjs'
import { findPinnedNode } from './runtime.mjs'

const web = path.join(root, 'web')
const builtWeb = path.join(root, 'dist', 'web')

/** Builds the web app when its sources are newer than the last build. The old build stays until the new one is complete. */
export async function ensureWebBuilt() {
  if (!fs.existsSync(path.join(web, 'vite.config.ts'))) return
  const stamp = path.join(builtWeb, '.built-from')
  const wanted = hash(filesBelow(web).concat(filesBelow(path.join(root, 'contract')), lockFile))
  if (readText(stamp) === wanted) return
  requireWritable(root)
  await withLock('building', async () => {
    if (readText(stamp) === wanted) return
    say('正在构建网页', 'Building the web app')
    const next = `${builtWeb}.next`
    const vite = path.join(modules, 'vite', 'bin', 'vite.js')
    const result = await collect(
      findPinnedNode(),
      [vite, 'build', web, '--outDir', next, '--emptyOutDir', '--logLevel', 'warn'],
      process.env,
    )
    if (result.status !== 0) {
      fs.rmSync(next, { recursive: true, force: true })
      throw /ENOSPC/.test(result.printed)
        ? diskFull()
        : new Stop('网页构建失败,原因见上方。', 'The web app could not be built; the reason is printed above.')
    }
    fs.writeFileSync(path.join(next, '.built-from'), wanted)
    fs.rmSync(builtWeb, { recursive: true, force: true })
    fs.renameSync(next, builtWeb)
  })
}

function filesBelow(directory) {
  return fs.readdirSync(directory, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(directory, entry.name)
    return entry.isDirectory() ? (entry.name === 'node_modules' ? [] : filesBelow(file)) : [file]
  })
}
