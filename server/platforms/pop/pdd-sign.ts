/** Signatures of Pinduoduo's gateway and of its message socket. */
import { createHash } from 'node:crypto'

const md5 = (text: string): string => createHash('md5').update(text, 'utf8').digest('hex')

/**
 * The signature of a call: MD5 over the parameters between two copies of the secret, in capitals. Names sort by code unit, which for
 * the ASCII names of Pinduoduo is byte order. Objects take part as the JSON text that is sent, so texts are all that is handed in.
 */
export function signPdd(params: Readonly<Record<string, string>>, secret: string): string {
  const text = Object.keys(params)
    .filter((name) => name !== 'sign')
    .sort()
    .map((name) => `${name}${params[name]}`)
    .join('')
  return md5(secret + text + secret).toUpperCase()
}

/** Path of the message socket: the digest is Base64 over its hex text, not over its bytes. */
export function pddMessagePath(clientId: string, atMs: number, secret: string): string {
  const digest = Buffer.from(md5(`${clientId}${atMs}${secret}`), 'utf8').toString('base64')
  return `/message/${encodeURIComponent(clientId)}/${atMs}/${encodeURIComponent(digest)}`
}
