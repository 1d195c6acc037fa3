/** The business JSON of a call: its canonical form for the signature, and its values with numbers as text, so that no id is rounded. */
export type Params = { readonly [name: string]: unknown }
export type ReadBody = { canonical: string; params: Params }

/** Text or number outside of it; numbers are marked, because JSON.parse would round the long ones and rewrite 1.0. */
const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g
const MARK = '\u0001'

/** Null = no JSON object. `backwards`: names in the wrong order, for a platform that errs on purpose. */
export function readParams(text: string, backwards = false): ReadBody | null {
  let value: unknown
  try {
    value = JSON.parse((text || '{}').replace(TOKEN, (token) => (token.startsWith('"') ? token : `"\\u0001${token}"`)))
  } catch {
    return null
  }
  return isPlain(value) ? { canonical: canonical(value, backwards), params: unmarked(value) as Params } : null
}

export const isPlain = (value: unknown): value is Params => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Objects of a list that a caller sent. */
export const plainRows = (value: unknown): Params[] => (Array.isArray(value) ? value.filter(isPlain) : [])

function canonical(value: unknown, backwards: boolean): string {
  if (typeof value === 'string' && value.startsWith(MARK)) return value.slice(1)
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each, backwards)).join(',')}]`
  if (!isPlain(value)) return JSON.stringify(value)
  const names = Object.keys(value).sort()
  if (backwards) names.reverse()
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name], backwards)}`).join(',')}}`
}

function unmarked(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith(MARK) ? value.slice(1) : value
  if (Array.isArray(value)) return value.map(unmarked)
  return isPlain(value) ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, unmarked(member)])) : value
}
