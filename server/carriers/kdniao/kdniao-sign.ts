import { createHash } from 'node:crypto'

/** Base64 of the lower-case hex text of md5(requestData + apiKey). The form encodes it once more on its way, nobody else does. */
export function signKdniao(requestData: string, apiKey: string): string {
  return Buffer.from(
    createHash('md5')
      .update(requestData + apiKey, 'utf8')
      .digest('hex'),
  ).toString('base64')
}
