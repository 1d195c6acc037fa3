import dayjs from 'dayjs'
import 'dayjs/locale/zh-cn.js'
import relativeTime from 'dayjs/plugin/relativeTime.js'
import i18next from 'i18next'
import { initReactI18next, useTranslation } from 'react-i18next'
import type { allTexts } from './all-texts.ts'
import { learnErrors } from './error-texts.ts'
import { firstTexts } from './first-texts.ts'
import { type InLanguage, inLanguage } from './pairs.ts'

export type Language = 'zh' | 'en'

declare module 'i18next' {
  interface CustomTypeOptions {
    resources: { translation: InLanguage<typeof allTexts, 0> }
  }
}

const STORAGE_KEY = 'zhanggui.language'

/** Chinese unless the reader chose otherwise. */
function storedLanguage(): Language {
  return localStorage.getItem(STORAGE_KEY) === 'en' ? 'en' : 'zh'
}

export function currentLanguage(): Language {
  return i18next.language === 'en' ? 'en' : 'zh'
}

function follow(language: Language) {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en'
  dayjs.locale(language === 'zh' ? 'zh-cn' : 'en')
}

export async function startTranslations() {
  dayjs.extend(relativeTime)
  const language = storedLanguage()
  follow(language)
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'zh',
    resources: { zh: { translation: inLanguage(firstTexts, 0) }, en: { translation: inLanguage(firstTexts, 1) } },
    interpolation: { escapeValue: false },
    // What is on the page is drawn again when more texts arrive.
    react: { bindI18nStore: 'added' },
  })
}

let rest: Promise<void> | undefined

/** Fetches the texts, those of errors too, that are not part of the first page; every other page waits for them. */
export function loadAllTexts(): Promise<void> {
  rest ??= Promise.all([import('./all-texts.ts'), import('#contract/errors.ts')]).then(
    ([{ allTexts }, { errors }]) => {
      learnErrors(errors)
      i18next.addResourceBundle('zh', 'translation', inLanguage(allTexts, 0), true, true)
      i18next.addResourceBundle('en', 'translation', inLanguage(allTexts, 1), true, true)
    },
    (error: unknown) => {
      // Asked for again by the next page.
      rest = undefined
      throw error
    },
  )
  return rest
}

export async function chooseLanguage(language: Language) {
  localStorage.setItem(STORAGE_KEY, language)
  follow(language)
  await i18next.changeLanguage(language)
}

/** The reader's language; the component is drawn again when it changes. */
export function useLanguage(): Language {
  const { i18n } = useTranslation()
  return i18n.language === 'en' ? 'en' : 'zh'
}
