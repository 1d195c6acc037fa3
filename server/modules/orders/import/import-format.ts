/** From what a person chose to how the file is opened. */
import { errors } from '#contract/errors.ts'
import { type FileMapping, fileMapping } from '#contract/import.ts'
import { problemMessage } from '#contract/import-problems.ts'
import { fail } from '#kernel/failure.ts'
import { OrderFileRefused } from '#server/platforms/file/file-refused.ts'
import { type OpenOptions, readMapping } from '#server/platforms/file/order-file.ts'
import { PRESETS } from '#server/platforms/file/presets/all-presets.ts'
import type { ImportFormat } from './import-run.ts'
import type { SavedMapping } from './import-views.ts'

/** Throws invalidInput for a name that is neither a preset nor a saved mapping. */
export function openOptionsFor(format: ImportFormat, saved: readonly SavedMapping[]): OpenOptions {
  if (format.mapping !== undefined) return { mapping: format.mapping }
  const mappings = saved.flatMap(({ mapping }): FileMapping[] => {
    const parsed = fileMapping.safeParse(mapping)
    return parsed.success ? [parsed.data] : []
  })
  const { preset } = format
  if (preset === undefined) return { mappings }
  const own = saved.find(({ name }) => name === preset)?.mapping
  const mapping = own ?? [...mappings, ...PRESETS].find(({ name }) => name === preset)
  return mapping ? { mapping } : fail(errors.invalidInput, { field: 'preset', reason: preset })
}

/** Checks a mapping a person hands in; throws importRefused with the first thing that is wrong. */
export function requireMapping(mapping: unknown, language: 'zh' | 'en'): void {
  refusingFile(language, () => readMapping(mapping))
}

function refusingFile<T>(language: 'zh' | 'en', work: () => T): T {
  try {
    return work()
  } catch (error) {
    return failImport(error, language)
  }
}
export function failImport(error: unknown, language: 'zh' | 'en'): never {
  if (!(error instanceof OrderFileRefused)) throw error
  const { code, params } = error
  return fail(errors.importRefused, { code, message: problemMessage(code, params, language) })
}
