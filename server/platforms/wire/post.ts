/** One HTTP exchange with a platform. What goes wrong below the platform's own words is a PlatformFailure. */
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import { failureFromTransport } from './transport-failure.ts'

type GatewayConnection = Pick<Connection, 'now' | 'signal' | 'pace' | 'timeoutMs'>
export type WireReply = { text: string; httpStatus: number }
/** `canRepeat`: reading, or repeating it changes nothing: a lost reply is then a plain retry. */
type Exchange = { method: 'GET' | 'POST'; contentType?: string; body?: string; canRepeat: boolean }

const TIMEOUT_MS = 30_000

/** Posts a form and reads the whole answer. Throws PlatformFailure for a failed transport. */
export const postForm = (
  connection: GatewayConnection,
  url: string,
  form: Readonly<Record<string, string>>,
  canRepeat: boolean,
): Promise<WireReply> =>
  exchange(connection, url, {
    method: 'POST',
    contentType: 'application/x-www-form-urlencoded;charset=utf-8',
    body: new URLSearchParams(form).toString(),
    canRepeat,
  })

/** Posts JSON text, byte for byte as it was signed, and reads the whole answer. Throws PlatformFailure for a failed transport. */
export const postJson = (connection: GatewayConnection, url: string, json: string, canRepeat: boolean): Promise<WireReply> =>
  exchange(connection, url, { method: 'POST', contentType: 'application/json;charset=utf-8', body: json, canRepeat })

/** Asks for something by address alone and reads the whole answer. Throws PlatformFailure for a failed transport. */
export const getJson = (connection: GatewayConnection, url: string): Promise<WireReply> =>
  exchange(connection, url, { method: 'GET', canRepeat: true })

async function exchange(connection: GatewayConnection, url: string, request: Exchange): Promise<WireReply> {
  const { method, contentType, body, canRepeat } = request
  await connection.pace?.()
  if (connection.signal?.aborted) throw new PlatformFailure('retry', 'aborted', 'The call was stopped before it was sent.')
  const timeout = AbortSignal.timeout(connection.timeoutMs ?? TIMEOUT_MS)
  try {
    const response = await fetch(url, {
      method,
      headers: { ...(contentType && { 'content-type': contentType }), accept: 'application/json' },
      ...(body !== undefined && { body }),
      redirect: 'error',
      signal: connection.signal ? AbortSignal.any([connection.signal, timeout]) : timeout,
    })
    return { text: await response.text(), httpStatus: response.status }
  } catch (error) {
    throw failureFromTransport(error, canRepeat)
  }
}
