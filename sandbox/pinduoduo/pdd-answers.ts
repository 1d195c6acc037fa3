/** Answers and failures in the gateway's own words; codes from the platform's published table. */
export type PddFailure = { failure: true; code: number; msg: string; subMsg: string }
/** What stands inside the answer's name. */
export type PddAnswer = object

const MESSAGES: Record<number, string> = {
  10000: '参数错误',
  10001: '公共参数错误',
  10016: 'client_id 错误',
  10017: 'type 错误',
  10019: 'access_token已过期',
  20004: '签名sign校验失败',
  20032: 'access_token 与 client_id 不匹配',
  21001: '业务参数错误',
  21002: '业务参数不符合要求',
  50001: '业务服务错误',
  52101: '当前接口被限流，请稍后重试',
  70031: '调用过于频繁，请调整调用频率',
}

export function fail(code: number, subMsg = ''): PddFailure {
  return { failure: true, code, msg: MESSAGES[code] ?? '业务服务错误', subMsg }
}
export const missing = (name: string): PddFailure => fail(10000, `缺少必填参数 ${name}`)
export const invalid = (name: string, why: string): PddFailure => fail(21001, `${name}: ${why}`)

export const isFailure = (outcome: unknown): outcome is PddFailure =>
  typeof outcome === 'object' && outcome !== null && 'failure' in outcome

/** The names of the answers follow no rule; an answer not listed takes the type's own name. */
const NAMES = new Map([
  ['pdd.order.number.list.increment.get', 'order_sn_increment_get_response'],
  ['pdd.order.information.get', 'order_info_get_response'],
  ['pdd.order.note.update', 'response'],
  ['pdd.waybill.get', 'pdd_waybill_get_response'],
  ['pdd.waybill.cancel', 'pdd_waybill_cancel_response'],
  ['pdd.cloudprint.stdtemplates.get', 'pdd_cloudprint_stdtemplates_get_response'],
  ['pdd.order.upload.extra.logistics', 'upload_extra_logistics_response'],
  ['pdd.refund.list.increment.get', 'refund_increment_get_response'],
])

export function answerJson(type: string, outcome: PddAnswer | PddFailure, requestId: string): string {
  if (isFailure(outcome)) {
    const { code, msg, subMsg } = outcome
    return JSON.stringify({
      error_response: { error_code: code, error_msg: msg, sub_code: String(code), sub_msg: subMsg, request_id: requestId },
    })
  }
  const name = NAMES.get(type) ?? `${type.replace(/^pdd\./, '').replaceAll('.', '_')}_response`
  return withBareIds(JSON.stringify({ [name]: { ...outcome, request_id: requestId } }))
}

/** Ids that the platform writes as numbers beyond 2^53: `bare('3900…')` in an answer loses its quotes here. */
const MARK = '\u0001'
export const bare = (digits: string): string => MARK + digits
const withBareIds = (json: string): string => json.replace(/"\\u0001(\d+)"/g, '$1')
