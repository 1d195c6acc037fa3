/** Which addresses an app may be sent back to. They are compared letter by letter later. Pure. */

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

export function isUsableRedirect(uri: string): boolean {
  if (/[*#\s\\]/.test(uri) || !URL.canParse(uri)) return false
  const { protocol, hostname, username, password } = new URL(uri)
  if (username !== '' || password !== '' || hostname === '') return false
  return protocol === 'https:' || (protocol === 'http:' && LOOPBACK.has(hostname))
}
