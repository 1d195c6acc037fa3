/** The sandbox's WeChat Store for the contract suite and for this folder's own tests. */
import assert from 'node:assert/strict'
import { shopKeysOf } from '#sandbox/wechat/shop-keys.ts'
import type { PlatformUnderTest } from '#server/platforms/testing/contract-bench.ts'
import { wechat } from '../wechat.ts'

export const wechatUnderTest: PlatformUnderTest = {
  adapter: wechat,
  app: { appKey: '', appSecret: '' },
  shipsBy: 'channels/ec/order/delivery/send',
  async grant({ app, shopId }) {
    const { authorisation } = wechat
    assert.ok(authorisation.way === 'credentials')
    return authorisation.exchange(app, shopKeysOf(shopId))
  },
}
