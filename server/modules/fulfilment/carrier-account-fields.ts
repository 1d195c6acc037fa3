import { errors } from '#contract/errors.ts'
import { fail } from '#kernel/failure.ts'
import type { AccountField } from '#server/carriers/carrier.ts'

/** What was typed, one value per known field, trimmed. Throws invalidInput for one that is missing. */
export function requiredAccount(
  fields: readonly AccountField[],
  typed: Readonly<Record<string, string>> | undefined,
): Record<string, string> {
  return Object.fromEntries(
    fields.map(({ name, optional }) => {
      const value = typed?.[name]?.trim() ?? ''
      if (value === '' && !optional) return fail(errors.invalidInput, { field: `account.${name}`, reason: 'required' })
      return [name, value]
    }),
  )
}
