/** Several questions in one request: what each leaves out it takes from what stands above all of them. Pure. */
import { type Evaluation, evaluation } from '#contract/access.ts'

type Fields = Record<string, unknown>
const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value)

/** An entity named by a question replaces the one above as a whole; only a missing `type`, `id` or `name` still comes from there. */
function entityOf(own: unknown, above: unknown): unknown {
  if (own === undefined) return above
  if (!isObject(own) || !isObject(above)) return own
  const needed = Object.fromEntries(['type', 'id', 'name'].filter((key) => key in above).map((key) => [key, above[key]]))
  return { ...needed, ...own }
}

/** The whole question, or what is wrong with it. */
export function questionFrom(own: Fields, above: Fields): Evaluation | { problem: string } {
  const parsed = evaluation.safeParse({
    subject: entityOf(own.subject, above.subject),
    action: entityOf(own.action, above.action),
    resource: entityOf(own.resource, above.resource),
    context: own.context ?? above.context,
  })
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  return { problem: `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}` }
}

const STOPS_ON = { execute_all: undefined, deny_on_first_deny: false, permit_on_first_permit: true } as const
export type Semantic = keyof typeof STOPS_ON
export const isLast = (semantic: Semantic, decision: boolean): boolean => STOPS_ON[semantic] === decision
