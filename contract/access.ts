/** OpenID AuthZEN Authorization API 1.0: other systems ask our decisions. Names and shapes are the standard's. */
import { z } from 'zod'
import { shape } from './operation.ts'

const text = z.string().min(1).max(200)
const properties = z.record(z.string(), z.unknown()).optional()
const entity = z.object({ type: text, id: text, properties })
const anyOf = z.object({ type: text, properties })
const action = z.object({ name: text, properties })
/** `time` (ISO 8601 with a zone) and `ip` of the request that is asked about. */
const context = z.record(z.string(), z.unknown()).optional()

/** One whole question. */
export const evaluation = z.object({ subject: entity, action, resource: entity, context })
export type Evaluation = z.infer<typeof evaluation>
const decision = z.object({
  decision: z.boolean(),
  /** `reason` is a code: `holds`, or why not. */
  context: z.record(z.string(), z.unknown()).optional(),
})
export type AccessDecision = z.infer<typeof decision>

const page = z.object({ token: z.string().max(600).optional(), limit: z.number().int().min(0).max(1000).optional() }).optional()
const results = <T extends z.ZodType>(result: T) =>
  z.object({ page: z.object({ next_token: z.string(), count: z.number().int() }), results: z.array(result) })
const named = z.object({ type: z.string(), id: z.string() })

export const access = {
  evaluate: shape(evaluation.shape, decision),
  evaluateEach: shape(
    {
      subject: entity.partial().optional(),
      action: action.partial().optional(),
      resource: entity.partial().optional(),
      context,
      /** Each is a question; what it leaves out is taken from above. Without any, what stands above is the one question. */
      evaluations: z.array(z.record(z.string(), z.unknown())).max(1000).optional(),
      options: z
        .object({
          evaluations_semantic: z.enum(['execute_all', 'deny_on_first_deny', 'permit_on_first_permit']).optional(),
        })
        .optional(),
    },
    decision.partial().extend({ evaluations: z.array(decision).optional() }),
  ),
  searchSubjects: shape({ subject: anyOf, action, resource: entity, context, page }, results(named)),
  searchResources: shape({ subject: entity, action, resource: anyOf, context, page }, results(named)),
  searchActions: shape({ subject: entity, resource: entity, context, page }, results(z.object({ name: z.string() }))),
}
