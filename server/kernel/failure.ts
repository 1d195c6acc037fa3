import type { ErrorDefinition, ErrorParams } from '#contract/error-definition.ts'

/** An expected refusal: one of contract/errors.ts with its parameters. Anything else that is thrown is a bug and answers 500. */
export class Failure extends Error {
  readonly definition: ErrorDefinition
  readonly params: Record<string, string | number>
  /** What the operation wrote before it refused stays (a counted try). */
  readonly keepsChanges: boolean
  constructor(definition: ErrorDefinition, params: Record<string, string | number>, keepsChanges = false) {
    super(`${definition.code} ${JSON.stringify(params)}`)
    this.name = 'Failure'
    this.definition = definition
    this.params = params
    this.keepsChanges = keepsChanges
  }
}

/** Throws the given error; parameters are type-checked against its definition. */
export function fail<D extends ErrorDefinition>(
  definition: D,
  ...params: keyof D['params'] extends never ? [] : [ErrorParams<D>]
): never {
  throw new Failure(definition, (params[0] ?? {}) as Record<string, string | number>)
}

/** Refuses, and keeps what was written so far: else a burst of wrong answers would count as none. */
export function failKeeping<D extends ErrorDefinition>(
  definition: D,
  ...params: keyof D['params'] extends never ? [] : [ErrorParams<D>]
): never {
  throw new Failure(definition, (params[0] ?? {}) as Record<string, string | number>, true)
}

/** The refusal of one item in a bulk act. */
export function refuse<D extends ErrorDefinition>(
  id: string,
  definition: D,
  ...params: keyof D['params'] extends never ? [] : [ErrorParams<D>]
) {
  return { id, code: definition.code, params: (params[0] ?? {}) as Record<string, string | number> }
}
