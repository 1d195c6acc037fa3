/**
 * The Model Context Protocol over streamable HTTP: the tools of an agent are the operations its account may use, called through the one
 * door like every other caller. Nothing is kept between two requests: rights are read anew each time, also for the list of tools.
 */
import { Server } from '@modelcontextprotocol/sdk/server/index.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'
import { CallToolRequestSchema, type CallToolResult, ListToolsRequestSchema, type Tool } from '@modelcontextprotocol/sdk/types.js'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { errors } from '#contract/errors.ts'
import { decide } from './access.ts'
import { inMerchant } from './db.ts'
import { Failure } from './failure.ts'
import { answerFor, errorBody } from './http-errors.ts'
import type { Mount } from './http-mount.ts'
import { languageOf } from './http-visit.ts'
import type { Command, Operation, Query } from './operation.ts'
import { type Caller, isPublic, type Kernel, runOperation } from './run-operation.ts'

const PREFIX = '/mcp'
/** RFC 9728: where a client learns which authorization server gives tokens for this resource. */
const METADATA = '/.well-known/oauth-protected-resource'
type Guarded = Command | Query

/** Tool names have no dots everywhere: `orders.listParcels` is `orders_listParcels`. */
const toolName = (operation: string): string => operation.replace('.', '_')

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Tool['inputSchema'] => {
  const { $schema: _, ...json } = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Record<string, unknown>
  return json as Tool['inputSchema']
}
const toolOf = (operation: Guarded): Tool => ({
  name: toolName(operation.name),
  description: operation.summary,
  inputSchema: schemaOf(operation.input, 'input'),
  annotations: { title: operation.name, readOnlyHint: operation.kind === 'query' },
})

type McpParts = {
  kernel: Kernel
  operations: ReadonlyMap<string, Operation>
  /** Address of the authorization server, under the address of this one. */
  issuer(baseUrl: string): string
}

export function mcpMount({ kernel, operations, issuer }: McpParts): Mount {
  const guarded = [...operations.values()].filter((operation): operation is Guarded => !isPublic(operation))
  const byTool = new Map(guarded.map((operation) => [toolName(operation.name), operation]))
  const tools = new Map<Guarded, Tool>()
  const toolFor = (operation: Guarded): Tool => {
    const known = tools.get(operation) ?? toolOf(operation)
    tools.set(operation, known)
    return known
  }
  return {
    prefix: PREFIX,
    add(web, door) {
      const resource = (request: FastifyRequest): string => `${baseOf(kernel, request)}${PREFIX}`
      const metadata = async (request: FastifyRequest) => ({
        resource: resource(request),
        authorization_servers: [issuer(baseOf(kernel, request))],
        bearer_methods_supported: ['header'],
      })
      web.get(METADATA, metadata)
      web.get(`${METADATA}${PREFIX}`, metadata)
      web.all(PREFIX, async (request, reply) => {
        // A cookie is no key to this door: a page of another site could use it.
        const caller = request.headers.authorization === undefined ? undefined : door.callerOf(request)
        if (!caller || !(await isKnown(kernel, caller)))
          return reply
            .status(401)
            .header('www-authenticate', `Bearer resource_metadata="${baseOf(kernel, request)}${METADATA}${PREFIX}"`)
            .send(errorBody(errors.notSignedIn, {}, languageOf(request), request.id))
        if (request.method !== 'POST') return reply.status(405).header('allow', 'POST').send({ error: 'method_not_allowed' })
        await answer(agentServer({ kernel, byTool, toolFor }, { ...caller, via: 'mcp' }), request, reply)
        return reply
      })
    },
  }
}

type Hands = { kernel: Kernel; byTool: ReadonlyMap<string, Guarded>; toolFor(operation: Guarded): Tool }

function agentServer({ kernel, byTool, toolFor }: Hands, caller: Caller): Server {
  const server = new Server({ name: 'zhanggui', version: '1' }, { capabilities: { tools: {} } })
  server.setRequestHandler(ListToolsRequestSchema, async () => {
    const { principal } = await identify(kernel, caller)
    const usable = [...byTool.values()].filter((operation) => decide(principal, operation.access).allowed)
    return { tools: usable.map(toolFor) }
  })
  server.setRequestHandler(CallToolRequestSchema, async ({ params }): Promise<CallToolResult> => {
    const operation = byTool.get(params.name)
    if (!operation) return refusal({ code: 'unknownOperation', message: params.name })
    const key = params._meta?.['zhanggui/idempotencyKey']
    try {
      const idempotencyKey = typeof key === 'string' ? key : undefined
      const answered = await runOperation(kernel, operation, params.arguments, caller, { idempotencyKey })
      return {
        content: [{ type: 'text', text: JSON.stringify(answered) }],
        structuredContent: answered as Record<string, unknown>,
      }
    } catch (error) {
      return refusal(answerFor(error, caller.language, caller.requestId, kernel.world.logger).body.error)
    }
  })
  return server
}

/** A refusal is an answer the agent reads: code and sentence say what to do, also when a person must be asked. */
const refusal = (error: Record<string, unknown>): CallToolResult => ({
  isError: true,
  content: [{ type: 'text', text: JSON.stringify(error) }],
})

async function answer(server: Server, request: FastifyRequest, reply: FastifyReply): Promise<void> {
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true })
  reply.hijack()
  for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) reply.raw.setHeader(name, value)
  reply.raw.on('close', () => void server.close())
  await server.connect(transport as Parameters<Server['connect']>[0])
  await transport.handleRequest(request.raw, reply.raw, request.body)
}

const identify = (kernel: Kernel, caller: Caller) =>
  inMerchant(kernel.database, caller.merchantId, 'read', (tx) => caller.identify(tx, kernel.world.now()))

async function isKnown(kernel: Kernel, caller: Caller): Promise<boolean> {
  try {
    await identify(kernel, caller)
    return true
  } catch (error) {
    if (error instanceof Failure) return false
    throw error
  }
}

const baseOf = (kernel: Kernel, request: FastifyRequest): string =>
  kernel.world.config.publicUrl?.replace(/\/$/, '') ?? `${request.protocol}://${request.host}`
