/** What the owner of a WeChat shop finds in its console. Made from the shop's AppID, so that nothing has to be kept. */
import { createHash } from 'node:crypto'

/** A token of the shop that is there from the start, beside those it is granted. */
export const DEFAULT_WECHAT_TOKEN = 'sandbox_wechat_token'

export type ShopKeys = { appId: string; appSecret: string; messageToken: string; encodingAesKey: string }

const print = (what: string, appId: string) => createHash('sha256').update(`sandbox ${what} of ${appId}`)

export function shopKeysOf(appId: string): ShopKeys {
  return {
    appId,
    appSecret: print('secret', appId).digest('hex').slice(0, 32),
    messageToken: print('token', appId).digest('hex').slice(0, 20),
    // 43 letters and digits: the base64 of 32 bytes without its end sign.
    encodingAesKey: print('key', appId).digest('base64').replaceAll(/[+/]/g, 'x').slice(0, 43),
  }
}
