import type { Language } from '#web/i18n/i18n.ts'
import { machineTexts } from '#web/i18n/machine-texts.ts'
import { operationTexts } from '#web/i18n/operation-texts.ts'
import type { Pair } from '#web/i18n/pairs.ts'

const byModule: Record<string, Record<string, Pair>> = operationTexts
const byMachine: Record<string, Record<string, Pair>> = machineTexts

/** “orders.approveParcels” → “审核通过”. A machine's inner step without a name keeps its code. */
export function operationName(operation: string, language: Language): string {
  const [module = '', own = ''] = operation.split('.')
  const pair = byModule[module]?.[own] ?? byMachine[module]?.[own]
  return pair?.[language === 'zh' ? 0 : 1] ?? operation
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

/** Codes of the acts, of persons and machines, whose name in either language or code holds all of these words. */
export function operationsNamed(words: string): string[] {
  const wanted = words.toLowerCase().split(/\s+/).filter(Boolean)
  const all = [byModule, byMachine].flatMap((modules) =>
    Object.entries(modules).flatMap(([module, own]) =>
      Object.entries(own).map(([operation, names]) => ({ code: `${module}.${operation}`, names: names.join(' ') })),
    ),
  )
  return all
    .filter(({ code, names }) => wanted.every((word) => `${code} ${names}`.toLowerCase().includes(word)))
    .map(({ code }) => code)
}
