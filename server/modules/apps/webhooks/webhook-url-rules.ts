/** Which addresses may be registered for a webhook at all; where they lead is checked again at every delivery. Pure. */

export function isUsableWebhookUrl(text: string, mayReachLoopback: boolean): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, username, password, hash, hostname } = new URL(text)
  if (username !== '' || password !== '' || hash !== '' || hostname === '') return false
  return protocol === 'https:' || (mayReachLoopback && protocol === 'http:')
}
