import type { Language } from '#web/i18n/i18n.ts'
import { operationTexts } from '#web/i18n/operation-texts.ts'
import type { Pair } from '#web/i18n/pairs.ts'

const byModule: Record<string, Record<string, Pair>> = operationTexts

/** “orders.approveParcels” → “审核通过”. Operations of machines that have no name keep their code. */
export function operationName(operation: string, language: Language): string {
  const [module = '', own = ''] = operation.split('.')
  return byModule[module]?.[own]?.[language === 'zh' ? 0 : 1] ?? operation
}

/** Every operation with its name, for choosing. */
export function operationChoices(language: Language): { value: string; label: string }[] {
  return Object.entries(byModule).flatMap(([module, own]) =>
    Object.keys(own).map((operation) => {
      const code = `${module}.${operation}`
      return { value: code, label: operationName(code, language) }
    }),
  )
}
