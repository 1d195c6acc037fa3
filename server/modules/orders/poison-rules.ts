/** Is it this message, or is it the moment? Only the first may be set aside. Pure. */

/** SQLSTATE classes: 21 one row named twice, 22 a value the database cannot take, 23 a constraint it breaks, 54 a size beyond its limits. */
const CONTENT_CLASSES = ['21', '22', '23', '54']

/** True when running it again could only fail again. A lost connection, a deadlock or a full disk is not the message's fault. */
export function isCausedByContent(error: unknown): boolean {
  if (error instanceof TypeError || error instanceof RangeError) return true
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && CONTENT_CLASSES.includes(code.slice(0, 2))
}
