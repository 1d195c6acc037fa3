/** One call to KDNiao (快递鸟): a signed form out, a JSON object in. */
import { CarrierFailure, carrierFailureFrom } from '#server/carriers/carrier.ts'
import { PlatformFailure } from '#server/platforms/platform.ts'
import { postForm } from '#server/platforms/wire/post.ts'
import { failureFromForeignReply } from '#server/platforms/wire/transport-failure.ts'
import { readObject, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { signKdniao } from './kdniao-sign.ts'

type KdniaoConnection = {
  gatewayUrl: string
  credentials: Readonly<Record<string, string>>
  now: () => number
  signal?: AbortSignal
}
export type KdniaoCall = {
  /** Below the service's address. */
  path: '/Ebusiness/EbusinessOrderHandle.aspx' | '/api/dist' | '/api/EOrderService'
  requestType: '1002' | '1007' | '1008' | '1147'
  data: WireObject
  canRepeat: boolean
}

/** Throws CarrierFailure for everything below the service's own `Success`. */
export async function callKdniao(connection: KdniaoConnection, call: KdniaoCall): Promise<WireObject> {
  const { businessId = '', apiKey = '' } = connection.credentials
  const requestData = JSON.stringify(call.data)
  const form = {
    RequestData: requestData,
    EBusinessID: businessId,
    RequestType: call.requestType,
    DataType: '2',
    DataSign: signKdniao(requestData, apiKey),
  }
  try {
    const { text, httpStatus } = await postForm(connection, connection.gatewayUrl + call.path, form, call.canRepeat)
    const reply = readObject(text)
    if (!reply) throw failureFromForeignReply(httpStatus, call.canRepeat)
    if (isRefusedAccess(reply)) throw new CarrierFailure('reauthorise', resultCode(reply), reasonOf(reply))
    return reply
  } catch (error) {
    throw error instanceof PlatformFailure ? carrierFailureFrom(error) : error
  }
}

export const resultCode = (reply: WireObject): string => String(reply.ResultCode ?? (reply.Success === true ? '100' : ''))
export const reasonOf = (reply: WireObject): string => String(reply.Reason ?? '') || `KDNiao answered ${resultCode(reply)}.`

/** General knowledge of the service: 101 unknown or unsigned caller, 110 and 111 no right to the interface. */
function isRefusedAccess(reply: WireObject): boolean {
  return (
    reply.Success !== true &&
    (['101', '110', '111'].includes(resultCode(reply)) || /数据校验失败|非法用户|DataSign/.test(reasonOf(reply)))
  )
}
