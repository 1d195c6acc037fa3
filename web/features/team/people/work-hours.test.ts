import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import i18next, { type TFunction } from 'i18next'
import { inLanguage } from '#web/i18n/pairs.ts'
import { grantTexts } from '../grants/texts.ts'
import { peopleTexts } from './texts.ts'
import { hoursInWords, hoursOf, officeWeek, weekOf } from './work-hours.ts'

let zh: TFunction
before(async () => {
  const translation = { grants: inLanguage(grantTexts, 0), people: inLanguage(peopleTexts, 0) }
  await i18next.init({ lng: 'zh', resources: { zh: { translation } } as never })
  zh = i18next.getFixedT('zh')
})
const ZONE = 'Asia/Shanghai'

test('a week with other hours on Saturday is kept as spans, and comes back as it was', () => {
  const week = officeWeek.map((hours, place) => (place === 5 ? { from: '22:00', to: '02:00' } : hours))
  const hours = hoursOf(week, ZONE)
  assert.deepEqual(hours, {
    ...{ days: [1, 2, 3, 4, 5], from: '09:00', to: '18:00', zone: ZONE },
    others: [{ days: [6], from: '22:00', to: '02:00' }],
  })
  assert.ok(hours)
  assert.deepEqual(weekOf(hours), week)
  assert.equal(hoursInWords(zh, hours), '周一至周五 09:00–18:00，周六 22:00–次日 02:00')
})

test('a week of days off means no hours at all', () => {
  assert.equal(
    hoursOf(
      officeWeek.map(() => null),
      ZONE,
    ),
    null,
  )
})

test('the same hours every day are said in two words', () => {
  const hours = hoursOf(
    officeWeek.map(() => ({ from: '08:00', to: '20:00' })),
    ZONE,
  )
  assert.ok(hours)
  assert.equal(hoursInWords(zh, hours), '每天 08:00–20:00')
})
