import assert from 'node:assert/strict'
import { test } from 'node:test'
import { afterFailure, spentUntil, withPlain } from './reveal-rules.ts'

const masked = {
  ...{
    name: '林**',
    phone: '138****0001',
    province: '浙江省',
    city: '杭州市',
    district: '西湖区',
    town: '',
    address: '***',
    zip: '',
  },
}
const now = new Date('2026-11-02T04:00:00Z')

test('a whole address is shown without the areas that stand beside it; what the platform left out stays masked', () => {
  const told = { name: '林小满', phone: '13912345678', address: '浙江省 杭州市 西湖区 文三路90号' }
  assert.deepEqual(withPlain(masked, told), { ...masked, ...told, address: '文三路90号' })
  assert.equal(withPlain(masked, { ...told, address: '文三路90号' }).address, '文三路90号')
  assert.deepEqual(withPlain(masked, { name: '', phone: '13912345678', address: '' }), { ...masked, phone: '13912345678' })
})

test('a spent day ends at midnight in Beijing; what the platform said itself counts first', () => {
  const limits = { perDay: 100, pauseMs: 10_000 }
  const ration = { countedOn: '2026-11-02', used: 99, nextCallAt: null, waitUntil: null }
  assert.equal(spentUntil(ration, limits, now), null)
  assert.equal(spentUntil({ ...ration, used: 100 }, limits, now)?.toISOString(), '2026-11-02T16:00:00.000Z')
  assert.equal(spentUntil({ ...ration, used: 100 }, undefined, now), null)
  assert.equal(spentUntil({ ...ration, used: 100, countedOn: '2026-11-01' }, limits, now), null)
  const waitUntil = '2026-11-02T05:00:00.000Z'
  assert.equal(spentUntil({ ...ration, waitUntil }, undefined, now)?.toISOString(), waitUntil)
})

test('a short wait and an answer nobody knows are asked again, twice; everything else is told with its reason', () => {
  const failed = (kind: 'wait' | 'unknown_outcome' | 'refused' | 'reauthorise', platformCode = '', waitS = 0) => ({
    ...{ kind, platformCode, message: '请联系13912345678。' },
    retryAt: kind === 'wait' ? new Date(now.getTime() + waitS * 1000).toISOString() : null,
  })
  const told = (failure: ReturnType<typeof failed>, attempts = 0): string => {
    const verdict = afterFailure(failure, attempts, 'taobao', now)
    return verdict.next === 'askAgain' ? 'askAgain' : verdict.problem.code
  }
  assert.equal(told(failed('wait', '', 10)), 'askAgain')
  assert.equal(told(failed('wait', '', 10), 2), 'revealRationSpent')
  assert.equal(told(failed('wait', '', 60)), 'revealRationSpent')
  assert.equal(told(failed('unknown_outcome')), 'askAgain')
  assert.equal(told(failed('unknown_outcome'), 2), 'revealSilent')
  assert.equal(told(failed('reauthorise')), 'shopNotAuthorised')
  assert.equal(told(failed('refused', 'handle-outdated')), 'revealAddressChanged')
  assert.equal(told(failed('refused', 'DECRYPTION_DISABLED_BY_ORDERCLOSED')), 'revealKept')
  const verdict = afterFailure(failed('refused', '1'), 0, 'taobao', now)
  assert.deepEqual(verdict.next === 'refuse' && verdict.problem.params, { platform: 'taobao', said: '请联系139****5678' })
})
