import assert from 'node:assert/strict'
import { pinduoduoApp } from '#sandbox/pinduoduo/pinduoduo-platform.ts'
import type { PlatformUnderTest } from '#server/platforms/testing/contract-bench.ts'
import { pinduoduo } from '../pinduoduo.ts'

export const pinduoduoUnderTest: PlatformUnderTest = {
  adapter: pinduoduo,
  app: pinduoduoApp,
  async grant({ app, shopId }) {
    const { authorisation } = pinduoduo
    assert.ok(authorisation.way === 'code')
    const redirectUrl = 'http://127.0.0.1:8080/authorised'
    const url = new URL(authorisation.url(app, { redirectUrl, state: 's' }))
    url.searchParams.set('shop', shopId)
    const response = await fetch(url, { redirect: 'manual' })
    const code = new URL(response.headers.get('location') ?? '').searchParams.get('code') ?? ''
    return authorisation.exchange(app, code, redirectUrl)
  },
}
