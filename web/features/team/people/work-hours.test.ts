import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import i18next, { type TFunction } from 'i18next'
import { team } from '#contract/team.ts'
import { inLanguage } from '#web/i18n/pairs.ts'
import { grantTexts } from '../grants/texts.ts'
import { peopleTexts } from './texts.ts'
import { hoursInWords, hoursOf, MOST_SPANS, officeWeek, spanAfter, WEEKDAYS, weekOf } from './work-hours.ts'

let zh: TFunction
before(async () => {
  const translation = { grants: inLanguage(grantTexts, 0), people: inLanguage(peopleTexts, 0) }
  await i18next.init({ lng: 'zh', resources: { zh: { translation } } as never })
  zh = i18next.getFixedT('zh')
})
const ZONE = 'Asia/Shanghai'

test('a week with other hours on Saturday is kept as spans, and comes back as it was', () => {
  const week = officeWeek.map((hours, place) => (place === 5 ? [{ from: '22:00', to: '02:00' }] : hours))
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
      officeWeek.map(() => []),
      ZONE,
    ),
    null,
  )
})

test('the same hours every day are said in two words', () => {
  const hours = hoursOf(
    officeWeek.map(() => [{ from: '08:00', to: '20:00' }]),
    ZONE,
  )
  assert.ok(hours)
  assert.equal(hoursInWords(zh, hours), '每天 08:00–20:00')
})

test('a split day keeps both its spans, in their order', () => {
  const split = [
    { from: '08:00', to: '12:00' },
    { from: '14:00', to: '20:00' },
  ]
  const week = officeWeek.map((_, place) => (place < 6 ? split : []))
  const hours = hoursOf(week, 'Asia/Urumqi')
  assert.ok(hours)
  assert.equal(hours.zone, 'Asia/Urumqi')
  assert.deepEqual(weekOf(hours), week)
  assert.equal(
    hoursInWords(zh, hours),
    '周一、周二、周三、周四、周五、周六 08:00–12:00，周一、周二、周三、周四、周五、周六 14:00–20:00',
  )
})

test('a day takes another span as long as there is room for it', () => {
  assert.deepEqual(spanAfter([{ from: '09:00', to: '12:00' }]), { from: '13:00', to: '17:00' })
  assert.equal(spanAfter([{ from: '22:00', to: '02:00' }]), undefined, 'over midnight nothing follows')
  assert.equal(spanAfter(Array.from({ length: MOST_SPANS }, (_, at) => ({ from: `0${at}:00`, to: `0${at}:30` }))), undefined)
})

test('every week the editor can write fits the contract', () => {
  const all = WEEKDAYS.map((_, day) =>
    Array.from({ length: MOST_SPANS }, (_, at) => ({ from: `0${at}:0${day}`, to: `0${at}:3${day}` })),
  )
  assert.ok(team.setStaffDetails.input.shape.workHours.safeParse(hoursOf(all, ZONE)).success)
})
