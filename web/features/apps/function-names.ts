import { type Permission, permissions } from '#contract/permissions.ts'
import { type Language, useLanguage } from '#web/i18n/i18n.ts'

const joined = (names: string[], language: Language): string => names.join(language === 'zh' ? '、' : ', ')

/** Names of functions in the reader's language. */
export function useFunctionNames() {
  const language = useLanguage()
  const nameOf = (code: Permission): string => permissions[code][language]
  return {
    nameOf,
    list: (codes: readonly Permission[]): string => joined(codes.map(nameOf), language),
  }
}
