import pino from 'pino'

export type Logger = pino.Logger
/** Structured logs on stdout. Personal data never goes in: fields are ids, counts and codes; the redact list is the second wall. */
export function createLogger(level: string, destination?: pino.DestinationStream): Logger {
  const options: pino.LoggerOptions = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: {
      paths: ['*.password', '*.accessToken', '*.appSecret', '*.receiver', '*.phone', 'req.headers.cookie'],
      censor: '[redacted]',
    },
  }
  return destination ? pino(options, destination) : pino(options)
}
