/** A raw message as those see it who may not read personal data. Pure. */
import { maskName, maskPhone, withoutPhones } from '#kernel/personal-text.ts'

/**
 * The message with the values of these fields masked, at whatever depth, also inside a text that is JSON itself; mobile numbers
 * in any other text are masked as well. What is no JSON keeps its form only: nobody can say where in it a name stands.
 */
export function maskedMessage(body: string, personalFields: readonly string[]): string {
  const parsed = parsedJson(body)
  return parsed === undefined ? body.replace(/[\p{L}\p{N}]/gu, '*') : JSON.stringify(masked(parsed, [], personalFields))
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function masked(value: unknown, path: readonly string[], fields: readonly string[]): unknown {
  if (isPersonal(path, fields)) return hidden(value, path.at(-1) ?? '')
  if (Array.isArray(value)) return value.map((item) => masked(item, path, fields))
  if (typeof value === 'string') return maskedText(value, fields)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, masked(member, [...path, name], fields)]))
}

const isPersonal = (path: readonly string[], fields: readonly string[]): boolean =>
  fields.some((field) => `.${path.join('.')}`.endsWith(`.${field}`))

function maskedText(text: string, fields: readonly string[]): string {
  const inner = /^\s*[{[]/.test(text) ? parsedJson(text) : undefined
  return inner === undefined ? withoutPhones(text) : JSON.stringify(masked(inner, [], fields))
}

function hidden(value: unknown, name: string): unknown {
  if (value === null || value === '') return value
  if (typeof value === 'string' && /name$/.test(name)) return maskName(value)
  if (typeof value === 'string' && /(phone|mobile)$/.test(name)) return maskPhone(value)
  return typeof value === 'string' && value.includes('*') ? value : '***'
}
