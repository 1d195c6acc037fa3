import { createHash } from 'node:crypto'

/** As Java's URLEncoder writes it: a space is a plus, and only letters, digits and `. - * _` stay as they are. */
function javaEncoded(text: string): string {
  return encodeURIComponent(text)
    .replaceAll('%20', '+')
    .replace(/[!'()~]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`)
}

/** Base64 of the md5 bytes over the encoded text. `timestamp` in milliseconds, as sent. */
export function signSf(data: string, timestamp: string, checkWord: string): string {
  return createHash('md5')
    .update(javaEncoded(data + timestamp + checkWord), 'utf8')
    .digest('base64')
}
