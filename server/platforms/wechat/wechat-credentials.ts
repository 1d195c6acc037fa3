/** What the owner of a WeChat shop copies from its console; kept as JSON in place of a refresh token. */
import type { CredentialField } from '#server/platforms/platform.ts'
import { isObject, readObject } from '#server/platforms/wire/wire-json.ts'

export type WechatCredentials = { appId: string; appSecret: string; messageToken: string; encodingAesKey: string }

export const WECHAT_FIELDS: readonly CredentialField[] = [
  {
    ...{ name: 'appId', secret: false, optional: false, pattern: /^wx[0-9a-f]{16}$/ },
    ...{ zh: 'AppID（小店ID）', en: 'AppID (shop ID)' },
  },
  {
    ...{ name: 'appSecret', secret: true, optional: false, pattern: /^[0-9a-f]{32}$/ },
    ...{ zh: 'AppSecret（小店密钥）', en: 'AppSecret (shop secret)' },
  },
  {
    ...{ name: 'messageToken', secret: true, optional: true, pattern: /^[A-Za-z0-9]{3,32}$/, chosenLength: 24 },
    ...{ zh: '消息推送 Token（令牌）', en: 'Token of message push' },
  },
  {
    ...{ name: 'encodingAesKey', secret: true, optional: true, pattern: /^[A-Za-z0-9]{43}$/, chosenLength: 43 },
    ...{ zh: '消息推送 EncodingAESKey（消息加密密钥）', en: 'EncodingAESKey of message push' },
  },
]

const textAt = (from: Readonly<Record<string, unknown>>, name: string): string => {
  const value = from[name]
  return typeof value === 'string' ? value : ''
}

export const wechatCredentials = (given: Readonly<Record<string, unknown>>): WechatCredentials => ({
  appId: textAt(given, 'appId'),
  appSecret: textAt(given, 'appSecret'),
  messageToken: textAt(given, 'messageToken'),
  encodingAesKey: textAt(given, 'encodingAesKey'),
})

/** Null when the text is not what `JSON.stringify` of credentials gave. */
export function readWechatCredentials(json: string): WechatCredentials | null {
  const given = readObject(json)
  return isObject(given) && textAt(given, 'appId') !== '' ? wechatCredentials(given) : null
}
