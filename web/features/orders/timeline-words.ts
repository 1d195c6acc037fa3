import { useTranslation } from 'react-i18next'
import { useLanguage } from '#web/i18n/i18n.ts'
import { stateTexts } from '#web/i18n/state-texts.ts'
import type { timelineTexts } from './timeline-texts.ts'

type Word = keyof typeof timelineTexts

const STATE_KINDS = ['station', 'review', 'fulfilment', 'writeBack'] as const
/** Counts of a bulk act say nothing about one parcel. */
const ABOUT_THE_BATCH = ['done', 'refused', 'asked', 'total']

/** Details of a log entry as short sentences; what has no words of its own is left to the log page. */
export function useDetailWords(): (details: Record<string, unknown>) => string[] {
  const { t } = useTranslation()
  const language = useLanguage()
  const stateWord = (state: string): string => {
    for (const kind of STATE_KINDS) {
      const pair = (stateTexts[kind] as Record<string, readonly [string, string]>)[state]
      if (pair) return pair[language === 'zh' ? 0 : 1]
    }
    return state
  }
  const valueText = (value: unknown): string => {
    if (value === null || value === undefined) return '—'
    if (typeof value === 'object' && 'from' in value && 'to' in value) return `${valueText(value.from)} → ${valueText(value.to)}`
    if (Array.isArray(value)) return value.map(valueText).join('、')
    if (typeof value === 'string') return stateWord(value)
    return String(value)
  }
  return (details) =>
    Object.entries(details).flatMap(([name, value]) => {
      if (ABOUT_THE_BATCH.includes(name) || !isTellable(value)) return []
      const text: string = t(`orders.timeline.${name as Word}`, { defaultValue: '' })
      return text === '' ? [] : [`${text}${language === 'zh' ? '：' : ': '}${valueText(value)}`]
    })
}

function isTellable(value: unknown): boolean {
  if (value === '' || value === null || value === undefined) return false
  if (Array.isArray(value)) return value.length > 0 && value.every((each) => typeof each !== 'object')
  return typeof value !== 'object' || 'to' in (value as object)
}
