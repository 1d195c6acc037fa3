/** The keys that sign identity tokens: `keys/oauth.jwks.json` in the home. The first signs; older ones stay until what they signed is over. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { JWKS } from 'oidc-provider'
import { readOrMake } from '#kernel/key-file.ts'

export function readSigningKeys(home: string): JWKS {
  const file = path.join(home, 'keys', 'oauth.jwks.json')
  return JSON.parse(readOrMake(file, existsSync(file) ? '' : newKeys())) as JWKS
}

function newKeys(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const key = { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: randomBytes(8).toString('base64url') }
  return `${JSON.stringify({ keys: [key] })}\n`
}
