import { noteLogExport } from './operations/note-log-export.ts'
import { proveLogEntry } from './operations/prove-log-entry.ts'
import { proveLogGrowth } from './operations/prove-log-growth.ts'
import { proveOwnLogEntry } from './operations/prove-own-log-entry.ts'
import { readLog } from './operations/read-log.ts'
import { readOwnLog } from './operations/read-own-log.ts'

export const logOperations = [readLog, readOwnLog, proveLogEntry, proveOwnLogEntry, proveLogGrowth, noteLogExport]
