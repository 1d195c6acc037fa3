/**
 * One contract for every platform, kept against a sandbox that is right; and the same suite against sandboxes that make a mistake on
 * purpose: a suite that passed there would see nothing.
 */
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { WRONGS } from '#sandbox/world.ts'
import { douyinUnderTest } from './douyin/testing/douyin-bench.ts'
import { pinduoduoUnderTest } from './pinduoduo/testing/pinduoduo-bench.ts'
import { taobaoUnderTest } from './taobao/testing/taobao-bench.ts'
import { actCases } from './testing/contract-acts.ts'
import { type ContractBench, type PlatformUnderTest, startBench } from './testing/contract-bench.ts'
import { orderCases } from './testing/contract-orders.ts'
import { wechatUnderTest } from './wechat/testing/wechat-bench.ts'

const platforms: readonly PlatformUnderTest[] = [taobaoUnderTest, douyinUnderTest, pinduoduoUnderTest, wechatUnderTest]
const cases = [...orderCases, ...actCases]

for (const platform of platforms) {
  const { platform: name } = platform.adapter
  describe(`${name} keeps the contract`, async () => {
    const bench = await startBench(platform)
    after(() => bench.stop())
    for (const { name: sentence, run } of cases) test(sentence, () => run(bench))
  })
  for (const wrong of WRONGS) {
    // A platform without signatures has none to get wrong.
    if (wrong !== 'pageCount' && platform.adapter.authorisation.way !== 'code') continue
    test(`${name}: a platform with the mistake ${wrong} does not pass`, async () => {
      const bench = await startBench(platform, { wrong })
      try {
        assert.notDeepEqual(await failuresOf(bench), [])
      } finally {
        await bench.stop()
      }
    })
  }
}

/** The first case that fails is enough. */
async function failuresOf(bench: ContractBench): Promise<string[]> {
  for (const { name, run } of orderCases) {
    try {
      await run(bench)
    } catch {
      return [name]
    }
  }
  return []
}
