/** OpenAPI 3.1 made from the operations: what is not an operation is not an interface. */
import { z } from 'zod'
import type { ErrorDefinition } from '#contract/error-definition.ts'
import { errors } from '#contract/errors.ts'
import { permissions } from '#contract/permissions.ts'
import type { Operation } from './operation.ts'

const schemaOf = (schema: z.ZodType, io: 'input' | 'output') => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>
  return json
}
const EVERYWHERE: readonly ErrorDefinition[] = [errors.invalidInput, errors.notSignedIn, errors.tooManyRequests, errors.internal]

function errorResponses(operation: Operation): Record<string, unknown> {
  const all = [...EVERYWHERE, ...(operation.kind === 'public' ? [] : [errors.notPermitted]), ...operation.errors]
  const byStatus = Map.groupBy(all, (error) => error.status)
  return Object.fromEntries(
    [...byStatus].map(([status, list]) => [
      String(status),
      {
        description: list.map((error) => `${error.code}: ${error.en}`).join('\n\n'),
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
      },
    ]),
  )
}

function pathOf(operation: Operation): Record<string, unknown> {
  const open = operation.kind === 'public'
  return {
    post: {
      operationId: operation.name,
      tags: [operation.name.split('.')[0]],
      summary: operation.summary,
      'x-kind': operation.kind,
      ...(open
        ? { security: [] }
        : {
            'x-permission': operation.access.permission,
            'x-permission-text': permissions[operation.access.permission].en,
            'x-scope': operation.access.scope,
            // true = always, 'sometimes' = for some inputs: a person confirms, a token waits for an approval.
            ...(operation.stepUp !== undefined && { 'x-step-up': operation.stepUp === true ? true : 'sometimes' }),
          }),
      ...(operation.kind === 'command'
        ? {
            parameters: [
              {
                name: 'idempotency-key',
                in: 'header',
                required: false,
                description: 'Same key, same answer, for at least 24 h',
                schema: { type: 'string', maxLength: 255 },
              },
            ],
          }
        : {}),
      requestBody: { required: true, content: { 'application/json': { schema: schemaOf(operation.input, 'input') } } },
      responses: {
        '200': { description: 'Done', content: { 'application/json': { schema: schemaOf(operation.output, 'output') } } },
        ...errorResponses(operation),
      },
    },
  }
}

export function openApiDocument(operations: Iterable<Operation>): Record<string, unknown> {
  const sorted = [...operations].sort((a, b) => (a.name < b.name ? -1 : 1))
  return {
    openapi: '3.1.0',
    info: {
      title: 'Zhanggui',
      version: '1',
      description:
        'Every act of the back office. One POST per operation; the session cookie of team.signIn authenticates, or a bearer token: one a person made, or one an app got by OAuth at /oauth; money is integer fen, times are ISO 8601 in UTC, ids are text.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    security: [{ session: [] }, { bearer: [] }],
    paths: Object.fromEntries(sorted.map((operation) => [`/api/call/${operation.name}`, pathOf(operation)])),
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'zg_session' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas: {
        Error: {
          type: 'object',
          required: ['error'],
          properties: {
            error: {
              type: 'object',
              required: ['code', 'message', 'params', 'requestId'],
              properties: {
                code: { type: 'string' },
                message: { type: 'string' },
                params: { type: 'object' },
                requestId: { type: 'string' },
              },
            },
          },
        },
      },
    },
  }
}
