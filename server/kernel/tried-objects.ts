import type { ObjectRef } from './operation.ts'

/** Of a longer batch the first tell enough. */
const MOST = 100

/**
 * The objects a refused request named, for the log: every field called `somethingId` or `somethingIds`, at the top of the input or in
 * a row one step below. Its name is the object's kind, as everywhere in the contract.
 */
export function triedObjects(input: unknown): ObjectRef[] {
  const found = new Map<string, ObjectRef>()
  const look = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [name, member] of Object.entries(value)) {
      const kind = /^([a-z][A-Za-z]*)Ids?$/.exec(name)?.[1]
      if (kind) for (const id of Array.isArray(member) ? member : [member]) if (isId(id)) found.set(`${kind}/${id}`, { kind, id })
      if (!kind && depth > 0 && Array.isArray(member)) for (const row of member) look(row, depth - 1)
    }
  }
  look(input, 1)
  return [...found.values()].slice(0, MOST)
}

const isId = (value: unknown): value is string => typeof value === 'string' && value !== '' && value.length <= 80
