import pino from 'pino'
import { errorText } from './personal-text.ts'

export type Logger = pino.Logger

/** What may be told of an error: where it happened and what kind it is, not the row or the text it stumbled over (`detail`, `where`). */
function errorFields(error: unknown): unknown {
  if (!(error instanceof Error)) return { type: typeof error }
  const { code, constraint, table } = error as { code?: unknown; constraint?: unknown; table?: unknown }
  const stack = (error.stack ?? '').split('\n').filter((line) => line.startsWith('    at '))
  return { type: error.name, message: errorText(error), code, constraint, table, stack: stack.join('\n') }
}

/** Structured logs on stdout. Personal data never goes in: fields are ids, counts and codes; the redact list is the second wall. */
export function createLogger(level: string, destination?: pino.DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: errorFields },
    redact: {
      paths: ['*.password', '*.accessToken', '*.appSecret', '*.receiver', '*.phone', 'req.headers.cookie'],
      censor: '[redacted]',
    },
  }
  return destination ? pino(options, destination) : pino(options)
}
