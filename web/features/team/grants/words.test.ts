import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import dayjs from 'dayjs'
import i18next, { type TFunction } from 'i18next'
import { inLanguage } from '#web/i18n/pairs.ts'
import { type GrantDraft, widestDraft } from './draft.ts'
import { grantTexts } from './texts.ts'
import { dayInWords, grantSentence } from './words.ts'

const say: Record<'zh' | 'en', TFunction> = { zh: i18next.t, en: i18next.t }
before(async () => {
  const resources = {
    zh: { translation: { grants: inLanguage(grantTexts, 0) } },
    en: { translation: { grants: inLanguage(grantTexts, 1) } },
  }
  await i18next.init({ lng: 'zh', resources: resources as never, interpolation: { escapeValue: false } })
  say.zh = i18next.getFixedT('zh')
  say.en = i18next.getFixedT('en')
})

const names = {
  shopOf: (id: string) => ({ a: '甲店', b: '乙店' })[id] ?? id,
  warehouseOf: (id: string) => `${id} 号仓`,
  departmentOf: (id: string) => ({ d: '客服部 / 夜班' })[id] ?? id,
}
const inWords = (change: Partial<GrantDraft>, language: 'zh' | 'en' = 'zh', departmentId: string | null = null) =>
  grantSentence(say[language], { ...widestDraft('designer'), ...change }, { departmentId }, names, language)
const thisYear = dayjs().year()

test('a grant without any limit says that it reaches everything', () => {
  assert.equal(inWords({}), '在所有店铺，看全部数据')
  assert.equal(inWords({}, 'en'), 'In all shops; everybody’s data')
})

test('shops, the own department and an end are told as the owner would say it', () => {
  const until = dayjs(`${thisYear}-12-01T23:59:59`).toISOString()
  const change = { shopIds: ['a', 'b'], range: 'department' as const, departmentId: 'd', until }
  assert.equal(inWords(change, 'zh', 'd'), '在 甲店、乙店，看自己部门及下级的数据，到 12 月 1 日止')
  assert.equal(inWords(change), '在 甲店、乙店，看“客服部 / 夜班”及下级的数据，到 12 月 1 日止')
})

test('every condition is told, money in yuan', () => {
  const limits = { refundPerActFen: 10_050, refundPerDayFen: 100_000, exportsPerDay: 3, revealsPerDay: 0 }
  assert.equal(
    inWords({ range: 'own', warehouseIds: ['1'], limits, onShift: true, ipRanges: ['10.0.0.0/8'] }),
    '在所有店铺，仅 1 号仓，只看本人负责的数据，单笔退款不超过 ¥100.5，每天退款不超过 ¥1000，每天导出不超过 3 次，每天查看明文不超过 0 次，仅上班时间，仅限 10.0.0.0/8',
  )
})

test('a department’s own grant speaks of everybody in it', () => {
  const draft = { ...widestDraft('designer'), range: 'department', departmentId: 'd' } as const
  const subject = { departmentId: 'd', isDepartment: true }
  assert.equal(grantSentence(say.zh, draft, subject, names, 'zh'), '在所有店铺，每个人看整个部门的数据')
})

test('a day of another year names the year, and an hour is told when it is not midnight', () => {
  const now = dayjs('2026-05-01')
  assert.equal(dayInWords(dayjs('2027-01-02T18:30:00').toISOString(), 'zh', now), '2027 年 1 月 2 日 18:30 ')
  assert.equal(dayInWords(dayjs('2026-12-01T00:00:00').toISOString(), 'en', now), '1 Dec')
})
