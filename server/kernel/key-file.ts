/** Files in `keys/`: made once, whole or not at all, by whichever process comes first. */
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/** The text of the file; `text` when there was none, which is then written (mode 0600). */
export function readOrMake(file: string, text: string): string {
  if (!existsSync(file)) {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    const draft = `${file}.${process.pid}`
    try {
      writeFileSync(draft, text, { mode: 0o600, flush: true })
      linkSync(draft, file)
    } catch (error) {
      // Another process was first: its key counts.
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    } finally {
      rmSync(draft, { force: true })
    }
  }
  return readFileSync(file, 'utf8')
}
