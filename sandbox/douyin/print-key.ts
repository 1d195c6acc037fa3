/** The key that the print component opens a shop's documents with. It asks for it itself, with a question that the shop's app has signed. */
import { createHash } from 'node:crypto'
import type { World } from '#sandbox/world.ts'
import type { ShopCall } from './call.ts'
import type { DouyinAnswer } from './failure.ts'
import { callSignature, isSameSignature, signMethodOf } from './signature.ts'

const METHOD = 'logistics.getShopKey'
const MAX_SKEW_MS = 5 * 60_000

const printKeyOf = (shopId: string): string => createHash('sha256').update(`print key of ${shopId}`).digest('hex')
/** What the platform signs a document with: only the key of the shop it is for checks it. */
export const documentSign = (printData: string, shopId: string): string =>
  createHash('md5')
    .update(`${printData}${printKeyOf(shopId)}`)
    .digest('base64')

export const getShopKey = ({ shop }: ShopCall): DouyinAnswer => JSON.stringify({ key: printKeyOf(shop.id) })

/** `params` of a document, as the component hands them on to the platform. Answers the shop, or what the platform says. */
export function shopOfPrintParams({ shops, platformNow }: World, params: string): { shopId: string } | { problem: string } {
  const query = new URLSearchParams(params)
  const given = (name: string): string => query.get(name) ?? ''
  const [appKey, method, paramJson, timestamp] = [given('app_key'), given('method'), given('param_json'), given('timestamp')]
  if (method !== METHOD || paramJson !== '{}' || given('v') !== '2') return { problem: 'params 不是 logistics.getShopKey 的请求' }
  const [secret, signMethod] = [shops.appSecret(appKey), signMethodOf(given('sign_method'))]
  if (secret === undefined || signMethod === undefined) return { problem: 'app_key 或 sign_method 不正确' }
  if (Math.abs(Number(timestamp) * 1000 - platformNow()) > MAX_SKEW_MS) return { problem: 'params 的时间戳已过期' }
  const expected = callSignature({ appKey, method, paramJson, timestamp }, secret, signMethod)
  if (!isSameSignature(expected, given('sign'))) return { problem: 'params 签名校验失败' }
  const shop = shops.shopOfSession(given('access_token'))
  return shop?.platform === 'douyin' ? { shopId: shop.id } : { problem: 'access_token 已失效' }
}
