/** Failures in the gateway's own words; codes and sub_codes from the platform's published error table. */
export type DouyinFailure = { failure: true; code: number; msg: string; subCode: string; subMsg: string }
/** `data` of a good answer, as JSON text. */
export type DouyinAnswer = string

const MESSAGES: Record<number, string> = {
  20000: '系统错误',
  30001: '权限不足',
  40001: '缺少必选参数',
  40003: '非法的参数',
  40004: '非法的参数',
  50001: '处理失败',
  50002: '业务处理失败',
  60000: '触发限流',
  70000: '接口已下线',
}

export const fail = (code: number, subCode: string, subMsg: string): DouyinFailure => ({
  failure: true,
  code,
  msg: MESSAGES[code] ?? '系统错误',
  subCode,
  subMsg,
})
export const missing = (name: string) => fail(40002, 'isv.missing-parameter', `缺少必选参数: ${name}`)
export const invalid = (name: string, why: string) => fail(40004, 'isv.parameter-invalid', `${name}: ${why}`)
/** A refusal of the business behind a method, by its number. */
export const refused = (number: number, why: string) => fail(50002, `isv.business-failed:${number}`, why)

export const isFailure = (outcome: unknown): outcome is DouyinFailure =>
  typeof outcome === 'object' && outcome !== null && 'failure' in outcome
