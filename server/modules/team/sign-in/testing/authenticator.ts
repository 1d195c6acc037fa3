/** An authenticator in a few lines (ES256, attestation "none"), with a counter that a test can turn back, as a copied one would have. */
import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto'

type Wire = {
  challenge: string
  rp?: { id: string }
  rpId?: string
  user?: { id: string }
  allowCredentials?: { id: string }[]
}
type Keep = { id: string; privateKey: KeyObject; userHandle: string }

const sha256 = (bytes: Buffer | string): Buffer => createHash('sha256').update(bytes).digest()
const b64 = (bytes: Buffer): string => bytes.toString('base64url')

/** CBOR, as much of it as a credential needs. */
function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length])
  if (length < 256) return Buffer.from([(major << 5) | 24, length])
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255])
}
const cborBytes = (bytes: Buffer): Buffer => Buffer.concat([head(2, bytes.length), bytes])
const cborText = (text: string): Buffer => Buffer.concat([head(3, Buffer.byteLength(text)), Buffer.from(text)])
const cborNumber = (value: number): Buffer => (value >= 0 ? head(0, value) : head(1, -1 - value))
const cborMap = (pairs: [Buffer, Buffer][]): Buffer => Buffer.concat([head(5, pairs.length), ...pairs.flat()])

function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return cborMap([
    [cborNumber(1), cborNumber(2)],
    [cborNumber(3), cborNumber(-7)],
    [cborNumber(-1), cborNumber(1)],
    [cborNumber(-2), cborBytes(Buffer.from(x, 'base64url'))],
    [cborNumber(-3), cborBytes(Buffer.from(y, 'base64url'))],
  ])
}

export function anAuthenticator(site: string) {
  const keys: Keep[] = []
  const device = { counter: 0, isVerifying: true, site }
  const flags = (attested: boolean): number => 0x01 | (device.isVerifying ? 0x04 : 0) | (attested ? 0x40 : 0)
  const authData = (rpId: string, attested: Buffer = Buffer.alloc(0)): Buffer => {
    device.counter += 1
    const counter = Buffer.alloc(4)
    counter.writeUInt32BE(device.counter)
    return Buffer.concat([sha256(rpId), Buffer.from([flags(attested.length > 0)]), counter, attested])
  }
  const clientData = (type: string, challenge: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin: device.site, crossOrigin: false }))
  return {
    device,
    /** navigator.credentials.create */
    create({ options }: { options: unknown }) {
      const wanted = options as Wire
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
      const id = randomBytes(32)
      keys.push({ id: b64(id), privateKey, userHandle: wanted.user?.id ?? '' })
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, coseKey(publicKey)])
      const attestationObject = cborMap([
        [cborText('fmt'), cborText('none')],
        [cborText('attStmt'), cborMap([])],
        [cborText('authData'), cborBytes(authData(wanted.rp?.id ?? '', attested))],
      ])
      return {
        id: b64(id),
        rawId: b64(id),
        type: 'public-key',
        response: {
          clientDataJSON: b64(clientData('webauthn.create', wanted.challenge)),
          attestationObject: b64(attestationObject),
          transports: ['internal'],
        },
        clientExtensionResults: {},
      }
    },
    /** navigator.credentials.get */
    get({ options }: { options: unknown }) {
      const wanted = options as Wire
      const allowed = wanted.allowCredentials?.map(({ id }) => id)
      const key = keys.find(({ id }) => allowed === undefined || allowed.includes(id))
      if (!key) throw new Error('no such passkey on this device')
      const data = authData(wanted.rpId ?? '')
      const client = clientData('webauthn.get', wanted.challenge)
      const signature = createSign('sha256')
        .update(Buffer.concat([data, sha256(client)]))
        .sign(key.privateKey)
      return {
        id: key.id,
        rawId: key.id,
        type: 'public-key',
        response: {
          clientDataJSON: b64(client),
          authenticatorData: b64(data),
          signature: b64(signature),
          userHandle: key.userHandle,
        },
        clientExtensionResults: {},
      }
    },
  }
}
