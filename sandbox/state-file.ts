/**
 * Lets a sandbox go on where it was stopped or killed. One file of lines: a head, then `[table, key, row]` for a row that is
 * new or changed and `[table, key]` for one that is gone. A line is with the operating system before the change is answered,
 * so it outlives the process in any case, but a power cut only in luck. Each start writes the file anew without what is outdated.
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'

/** A Map that is remembered, in the order in which its keys first came. A row changed in place is set again. */
export type Kept<T> = Pick<Map<string, T>, 'get' | 'has' | 'set' | 'delete' | 'keys' | 'values' | 'size'>
export type StateFile = {
  /** Rows have to survive JSON. Each table is opened once. */
  table<T>(name: string): Kept<T>
  /** Counts from 1 and goes on above every earlier number after a restart, with a gap. */
  counter(name: string): () => number
  close(): void
}

const HEAD = '["zhanggui sandbox state",1]\n'
const NEW_LINE = 10
/** Numbers set aside with one line: a counter costs next to nothing, and a restart skips at most this many. */
const COUNTER_BLOCK = 1000

type Rows = Map<string, unknown>
type Line = [table: string, key: string, row?: unknown]
type Append = (line: Line) => void

class KeptMap<T> extends Map<string, T> {
  readonly #name: string
  readonly #append: Append

  constructor(name: string, rows: Iterable<[string, T]>, append: Append) {
    super()
    this.#name = name
    this.#append = append
    for (const [key, row] of rows) super.set(key, row)
  }
  override set(key: string, row: T): this {
    this.#append([this.#name, key, row])
    return super.set(key, row)
  }
  override delete(key: string): boolean {
    if (this.has(key)) this.#append([this.#name, key])
    return super.delete(key)
  }
}

/** For a sandbox that nobody needs to see again: its tables are plain Maps. */
export function openNoStateFile(): StateFile {
  return stateOver(
    () => new Map(),
    () => {},
  )
}

/** Throws for a file that is not a sandbox's, and leaves it alone. Two sandboxes must not share one file. */
export function openStateFile(path: string): StateFile {
  const tables = existsSync(path) ? readTables(path) : new Map<string, Rows>()
  mkdirSync(dirname(path), { recursive: true })
  const nextPath = `${path}.new`
  const next = openLines(nextPath, 'w')
  next.write(HEAD)
  for (const [table, rows] of tables) for (const [key, row] of rows) next.append([table, key, row])
  next.close()
  renameSync(nextPath, path)
  const lines = openLines(path, 'r+', next.byteCount())
  function table<T>(name: string): Kept<T> {
    const rows = tables.get(name) ?? new Map()
    tables.delete(name)
    return new KeptMap<T>(name, rows as Map<string, T>, lines.append)
  }
  return stateOver(table, lines.close)
}

function stateOver(table: StateFile['table'], close: () => void): StateFile {
  const counters = table<number>('counters')
  return {
    table,
    counter(name) {
      let last = counters.get(name) ?? 0
      let reserved = last
      return () => {
        if (last === reserved) {
          reserved += COUNTER_BLOCK
          counters.set(name, reserved)
        }
        return ++last
      }
    },
    close,
  }
}

/** A last line without its end was never answered to anybody and is left out. */
function readTables(path: string): Map<string, Rows> {
  const bytes = readFileSync(path)
  const tables = new Map<string, Rows>()
  if (bytes.length === 0) return tables
  if (!bytes.subarray(0, HEAD.length).equals(Buffer.from(HEAD))) throw new Error(`${path} is not a state file of this sandbox`)
  let start = HEAD.length
  for (let end = bytes.indexOf(NEW_LINE, start); end >= 0; end = bytes.indexOf(NEW_LINE, start)) {
    const [table, key, row] = parseLine(bytes.toString('utf8', start, end), `${path}, byte ${start}`)
    const rows = tables.get(table) ?? new Map<string, unknown>()
    tables.set(table, rows)
    if (row === undefined) rows.delete(key)
    else rows.set(key, row)
    start = end + 1
  }
  return tables
}

function parseLine(text: string, place: string): Line {
  try {
    return JSON.parse(text) as Line
  } catch (cause) {
    throw new Error(`The sandbox's state file is damaged: ${place}`, { cause })
  }
}

type Lines = { write(text: string): void; append: Append; byteCount(): number; close(): void }

function openLines(path: string, flags: 'w' | 'r+', startAt = 0): Lines {
  let file: number | null = openSync(path, flags, 0o600)
  let position = startAt
  function write(text: string): void {
    if (file === null) throw new Error('The sandbox has been stopped')
    const bytes = Buffer.from(text)
    let written = 0
    while (written < bytes.length) written += writeSync(file, bytes, written, bytes.length - written, position + written)
    // Moved on only now: what a full disk cut off is overwritten by the next line.
    position += bytes.length
  }
  return {
    write,
    append: (line) => write(`${JSON.stringify(line)}\n`),
    byteCount: () => position,
    close() {
      if (file === null) return
      fsyncSync(file)
      closeSync(file)
      file = null
    },
  }
}
