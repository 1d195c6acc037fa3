/** The smallest input a contract accepts, for tests that go over all operations. Every id in it is `id`. */
import { z } from 'zod'

type Json = {
  type?: string
  format?: string
  enum?: unknown[]
  const?: unknown
  anyOf?: Json[]
  properties?: Record<string, Json>
  required?: string[]
  items?: Json
  minItems?: number
  minLength?: number
  minimum?: number
  exclusiveMinimum?: number
  pattern?: string
}

/** `everything` also fills optional fields. */
export function sampleInput(schema: z.ZodType, id: string, everything = false): Record<string, unknown> {
  return sampleValue(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as Json, id, everything) as Record<
    string,
    unknown
  >
}

function sampleValue(schema: Json, id: string, everything: boolean): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  if (schema.anyOf) return sampleValue(schema.anyOf[0] ?? {}, id, everything)
  switch (schema.type) {
    case 'object':
      return objectOf(schema, id, everything)
    case 'array':
      return Array.from({ length: Math.max(schema.minItems ?? 0, everything ? 1 : 0) }, (_, place) =>
        sampleValue(schema.items ?? {}, place === 0 ? id : otherId(id, place), everything),
      )
    case 'string':
      return textOf(schema, id)
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 0, (schema.exclusiveMinimum ?? -1) + 1)
    case 'boolean':
      return true
    default:
      return null
  }
}

function objectOf(schema: Json, id: string, everything: boolean): Record<string, unknown> {
  const required = new Set(schema.required ?? [])
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => everything || required.has(name))
  return Object.fromEntries(fields.map(([name, field]) => [name, sampleValue(field, id, everything)]))
}

function textOf(schema: Json, id: string): string {
  if (schema.format === 'uuid') return id
  if (schema.format === 'date-time') return '2026-01-01T00:00:00.000Z'
  if (schema.format === 'time' || schema.pattern?.includes(':[0-5]')) return '09:00'
  if (schema.format === 'date') return '2026-01-01'
  if (schema.format === 'uri') return 'http://127.0.0.1:1/back'
  if (schema.pattern?.includes('ipp')) return 'ipp://127.0.0.1:1/printers/none'
  return 'x'.repeat(Math.max(schema.minLength ?? 0, 12))
}

/** A different id for the second item of a list, so that a batch of two names two things. */
const otherId = (id: string, place: number): string => `${id.slice(0, -2)}${String(place).padStart(2, '0')}`
