/** Values as the gateway writes them; null = the field is left out. */
import { toPlatformTime } from '#sandbox/platform-time.ts'

export const text = (value: string) => JSON.stringify(value)
export const optionalText = (value: string) => (value === '' ? null : JSON.stringify(value))
export const yuan = (fen: number) => `"${(fen / 100).toFixed(2)}"`
export const time = (atMs: number | null) => (atMs === null ? null : `"${toPlatformTime(atMs)}"`)
