import type { ErrorDefinition } from '#contract/error-definition.ts'

/** The sentences of all errors, fetched with the texts of the other pages. Until then stands what the server said in the reader's language. */
let definitions: Readonly<Record<string, ErrorDefinition>> = {}

export const errorNamed = (code: string): ErrorDefinition | undefined => definitions[code]
export function learnErrors(known: Readonly<Record<string, ErrorDefinition>>): void {
  definitions = known
}
