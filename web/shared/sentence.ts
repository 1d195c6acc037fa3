import i18next from 'i18next'
import { errorSentence } from '#contract/error-definition.ts'
import { type Permission, permissions } from '#contract/permissions.ts'
import { errorNamed } from '#web/i18n/error-texts.ts'
import { currentLanguage, type Language } from '#web/i18n/i18n.ts'
import { stateTexts } from '#web/i18n/state-texts.ts'
import { ApiError } from './api.ts'

type Params = Record<string, string | number>
type Spoken = { code: string; params?: Params; message?: string }

/** What went wrong and what to do, in the reader's language. Works for a thrown error and for one refused item of a bulk act. */
export function sentenceOf(problem: unknown, language: Language = currentLanguage()): string {
  const spoken = problem as Partial<Spoken>
  if (problem instanceof ApiError && problem.code === 'unreachable') return i18next.t('shared.unreachable')
  const definition = spoken.code ? errorNamed(spoken.code) : undefined
  if (definition) return errorSentence(definition, inWords(spoken.params ?? {}, language), language)
  return spoken.message || spoken.code || i18next.t('shared.unknownProblem')
}

/** A permission by its code, or by its name in the other language. */
export function permissionName(code: string, language: Language): string {
  const known = permissions[code as Permission] ?? Object.values(permissions).find(({ zh, en }) => zh === code || en === code)
  return known?.[language] ?? code
}

/** Codes among the parameters become the words the reader knows from the screen. */
function inWords(params: Params, language: Language): Params {
  const worded = { ...params }
  if (typeof params.permission === 'string') worded.permission = permissionName(params.permission, language)
  if (typeof params.state === 'string') worded.state = stateWord(params.state, language)
  return worded
}

function stateWord(state: string, language: Language): string {
  for (const names of [stateTexts.station, stateTexts.review, stateTexts.fulfilment, stateTexts.batch, stateTexts.shop]) {
    const pair = (names as Record<string, readonly [string, string]>)[state]
    if (pair) return pair[language === 'zh' ? 0 : 1]
  }
  return state
}
