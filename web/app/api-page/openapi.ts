import { queryOptions } from '@tanstack/react-query'
import { ApiError } from '#web/shared/api.ts'

export type Schema = {
  type?: string | string[]
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  format?: string
  $ref?: string
  additionalProperties?: boolean | Schema
}
type Content = { content?: Record<string, { schema?: Schema }> }
type Operation = {
  summary?: string
  description?: string
  requestBody?: Content
  responses?: Record<string, Content>
  'x-permission'?: string
  'x-kind'?: string
}
type OpenApi = { paths: Record<string, { post?: Operation }>; components?: { schemas?: Record<string, Schema> } }

export type DocumentedOperation = {
  name: string
  summary: string
  /** Permission code; '' = open to everybody. */
  permission: string
  input: Schema | undefined
  output: Schema | undefined
}

async function readOpenApi(): Promise<{ operations: DocumentedOperation[]; schemas: Record<string, Schema> }> {
  const response = await fetch('/api/openapi.json')
  if (!response.ok) throw new ApiError('unreachable', response.statusText)
  const document = (await response.json()) as OpenApi
  const operations = Object.entries(document.paths).flatMap(([path, { post }]) => (post ? [documented(path, post)] : []))
  // What only the machines of the house may do cannot be called from outside.
  const callable = operations.filter(({ permission }) => !permission.startsWith('system.'))
  return { operations: callable.sort((a, b) => a.name.localeCompare(b.name)), schemas: document.components?.schemas ?? {} }
}

function documented(path: string, operation: Operation): DocumentedOperation {
  return {
    name: path.slice(path.lastIndexOf('/') + 1),
    summary: operation.summary ?? operation.description ?? '',
    permission: operation['x-permission'] ?? '',
    input: operation.requestBody?.content?.['application/json']?.schema,
    output: operation.responses?.['200']?.content?.['application/json']?.schema,
  }
}

export const openApiQuery = queryOptions({ queryKey: ['openapi'], queryFn: readOpenApi, staleTime: Number.POSITIVE_INFINITY })
