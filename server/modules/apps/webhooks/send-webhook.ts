/**
 * One POST to an address somebody else chose. The name is resolved here, every answer is checked, and the connection goes to the very
 * address that was checked: a name that changes its mind in between (DNS rebinding) gains nothing. Redirects are not followed.
 */
import { lookup as resolve } from 'node:dns'
import * as http from 'node:http'
import * as https from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { isLoopbackAddress, isPublicAddress } from './public-address.ts'

const TIMEOUT_MS = 15_000

export type Sent = { status: number; ms: number; retryAfterSeconds: number | null }
/** The address is not one of the public internet. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused'
}

type Post = { url: string; headers: Record<string, string>; body: string; mayReachLoopback: boolean; signal: AbortSignal }

/** Throws AddressRefused, or the network's error. Any status is an answer. */
export function sendWebhook(post: Post): Promise<Sent> {
  const url = new URL(post.url)
  const mayReach = (address: string): boolean => isPublicAddress(address) || (post.mayReachLoopback && isLoopbackAddress(address))
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(host) !== 0 && !mayReach(host)) return Promise.reject(new AddressRefused(`${host} is not a public address`))
  const started = performance.now()
  return new Promise((done, failed) => {
    const request = (url.protocol === 'https:' ? https : http).request(url, {
      method: 'POST',
      headers: { ...post.headers, 'content-type': 'application/json', 'content-length': Buffer.byteLength(post.body) },
      lookup: guardedLookup(mayReach),
      agent: false,
      signal: AbortSignal.any([post.signal, AbortSignal.timeout(TIMEOUT_MS)]),
    })
    request.on('error', failed)
    request.on('response', (response) => {
      const after = Number(response.headers['retry-after'])
      done({
        status: response.statusCode ?? 0,
        ms: Math.round(performance.now() - started),
        retryAfterSeconds: Number.isFinite(after) && after > 0 ? after : null,
      })
      // What it says besides is nobody's business here, however long it is.
      response.destroy()
    })
    request.end(post.body)
  })
}

function guardedLookup(mayReach: (address: string) => boolean): LookupFunction {
  return (host, options, answer) => {
    resolve(host, { ...options, all: true }, (error, addresses) => {
      if (error) return answer(error, '', 4)
      const [first] = addresses
      if (!first || !addresses.every(({ address }) => mayReach(address)))
        return answer(new AddressRefused(`${host} leads to an address that is not public`), '', 4)
      return options.all ? answer(null, addresses) : answer(null, first.address, first.family)
    })
  }
}
