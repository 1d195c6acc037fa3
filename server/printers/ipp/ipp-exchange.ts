/** One IPP operation over HTTP. */

import { PrinterFailure } from '#server/printers/printer.ts'
import {
  decodeIpp,
  encodeIpp,
  type IppAnswer,
  type IppAttributes,
  type IppOutgoing,
  IppSyntaxError,
  type IppValue,
} from './ipp-codec.ts'
import { failureFromHttp, failureFromIppStatus, failureFromTransport, isIppSuccess } from './ipp-failure.ts'

export const OPERATION = {
  printJob: 0x0002,
  cancelJob: 0x0008,
  getJobAttributes: 0x0009,
  getJobs: 0x000a,
  getPrinterAttributes: 0x000b,
} as const

export type IppCall = {
  url: string
  operation: number
  /** Operation attributes after charset, language, printer-uri and user, in the order the standard asks for. */
  attributes?: IppOutgoing[]
  job?: IppOutgoing[]
  document?: Uint8Array
  signal?: AbortSignal | undefined
}

const TIMEOUT_MS = 15_000
const DEFAULT_PORT = 631
/** Request ids only pair an answer with its request on one connection; HTTP already does that. */
const REQUEST_ID = 1

/** Performs the operation; throws PrinterFailure. Only an operation with a document leaves paper behind when its answer is lost. */
export async function callIpp(call: IppCall): Promise<IppAnswer> {
  const mayHavePrinted = call.document !== undefined
  if (call.signal?.aborted) throw new PrinterFailure('retry', 'aborted', 'The call was stopped before it was sent.')
  const { body, httpStatus } = await post(call, mayHavePrinted)
  if (httpStatus !== 200) throw failureFromHttp(httpStatus, mayHavePrinted)
  const answer = readAnswer(body, mayHavePrinted)
  if (!isIppSuccess(answer.status))
    throw failureFromIppStatus(answer.status, textOf(attributesOf(answer, 'operation'), 'status-message'))
  return answer
}

/** All attributes of the first group of a kind; empty when the answer has none. */
export function attributesOf(answer: IppAnswer, group: 'operation' | 'job' | 'printer'): IppAttributes {
  return answer.groups.find((candidate) => candidate.group === group)?.attributes ?? {}
}

export function textOf(attributes: IppAttributes, name: string): string {
  return textsOf(attributes, name)[0] ?? ''
}

export function textsOf(attributes: IppAttributes, name: string): string[] {
  return (attributes[name] ?? []).filter((value: IppValue) => typeof value === 'string')
}

export function numberOf(attributes: IppAttributes, name: string): number | null {
  const value = attributes[name]?.[0]
  return typeof value === 'number' ? value : null
}

async function post(call: IppCall, mayHavePrinted: boolean): Promise<{ body: Uint8Array; httpStatus: number }> {
  const timeout = AbortSignal.timeout(TIMEOUT_MS)
  const { httpUrl, printerUri } = addressesOf(call.url)
  const request = encodeIpp({
    operation: call.operation,
    requestId: REQUEST_ID,
    groups: [
      { group: 'operation', attributes: [...standardAttributes(printerUri), ...(call.attributes ?? [])] },
      ...(call.job ? [{ group: 'job' as const, attributes: call.job }] : []),
    ],
    ...(call.document ? { document: call.document } : {}),
  })
  try {
    const response = await fetch(httpUrl, {
      method: 'POST',
      headers: { 'content-type': 'application/ipp', accept: 'application/ipp' },
      body: Buffer.from(request),
      redirect: 'error',
      signal: call.signal ? AbortSignal.any([call.signal, timeout]) : timeout,
    })
    return { body: await response.bytes(), httpStatus: response.status }
  } catch (error) {
    throw failureFromTransport(error, mayHavePrinted)
  }
}

function readAnswer(body: Uint8Array, mayHavePrinted: boolean): IppAnswer {
  try {
    return decodeIpp(body)
  } catch (error) {
    if (!(error instanceof IppSyntaxError)) throw error
    throw new PrinterFailure(
      mayHavePrinted ? 'unknown_outcome' : 'retry',
      'not-ipp',
      `The printer's answer is no IPP message: ${error.message}.`,
    )
  }
}

function standardAttributes(printerUri: string): IppOutgoing[] {
  return [
    { syntax: 'charset', name: 'attributes-charset', values: ['utf-8'] },
    { syntax: 'naturalLanguage', name: 'attributes-natural-language', values: ['zh-cn'] },
    { syntax: 'uri', name: 'printer-uri', values: [printerUri] },
  ]
}

/** `ipp://` travels as http and `ipps://` as https, both on port 631 unless the address names another. */
export function addressesOf(url: string): { httpUrl: string; printerUri: string } {
  const parsed = URL.canParse(url) ? new URL(url) : null
  const scheme = parsed?.protocol.slice(0, -1)
  if (!parsed || (scheme !== 'ipp' && scheme !== 'ipps' && scheme !== 'http' && scheme !== 'https')) {
    throw new PrinterFailure('refused', 'bad-address', `${url} is no printer address (ipp://, ipps://, http:// or https://).`)
  }
  const isSecure = scheme === 'ipps' || scheme === 'https'
  const standardPort = scheme.startsWith('ipp') ? DEFAULT_PORT : isSecure ? 443 : 80
  const port = parsed.port === '' ? standardPort : Number(parsed.port)
  const place = `${parsed.hostname}:${port}${parsed.pathname || '/'}${parsed.search}`
  return { httpUrl: `${isSecure ? 'https' : 'http'}://${place}`, printerUri: `${isSecure ? 'ipps' : 'ipp'}://${place}` }
}
