/**
 * Step-up: what can do much harm wants a caller who has just proved to be who it is. A person confirms with a factor and goes on for
 * some minutes; a token, an app or an agent cannot, so a person is asked to approve exactly this call, once.
 */
import { createHash } from 'node:crypto'
import { errors } from '#contract/errors.ts'
import type { Principal } from './access.ts'
import { storeApprovalRequest, takeApproval } from './approval-store.ts'
import { inMerchant, type Tx } from './db.ts'
import type { EventFact } from './events.ts'
import { Failure, fail } from './failure.ts'
import { canonicalJson } from './log-entry.ts'
import type { Actor, Command, Query, StepUp } from './operation.ts'
import { ruleValue } from './rule-packs.ts'
import type { Caller, Identity, Kernel } from './run-operation.ts'

const MINUTE_MS = 60_000

/** Throws stepUpRequired for persons, approvalRequired for callers that cannot prove themselves. In a query: declare `stepUp: 'inside'`. */
export async function requireStepUp(actor: Pick<Actor, 'stepUp'>): Promise<void> {
  const { isFresh, takeApproval: ask } = actor.stepUp
  if (isFresh) return
  if (ask === null) return fail(errors.stepUpRequired)
  if (!(await ask())) return fail(errors.approvalRequired, { approvalId: '' })
}

/** The check the runner makes before an operation that declares it. */
export async function checkStepUp(operation: Command | Query, input: never, actor: Actor): Promise<void> {
  const { stepUp } = operation
  if (stepUp === true || (typeof stepUp === 'function' && stepUp(input))) await requireStepUp(actor)
}

type Asked = { operation: string; input: unknown; now: Date }

export function stepUpOf(tx: Tx, identity: Identity, { operation, input, now }: Asked): StepUp {
  const { steppedUpAt, principal } = identity
  if (principal.kind === 'system') return { isFresh: true, provenAt: now, takeApproval: null }
  if (steppedUpAt !== undefined) {
    const lifeMs = ruleValue('defaults', 'stepUpFresh', 'minutes') * MINUTE_MS
    const isFresh = steppedUpAt !== null && now.getTime() - steppedUpAt.getTime() < lifeMs
    return { isFresh, provenAt: steppedUpAt, takeApproval: null }
  }
  let asked: Promise<boolean> | undefined
  const wanted = { accountId: principal.accountId, operation, inputHash: hashOf(input) }
  return {
    isFresh: false,
    provenAt: null,
    takeApproval: () => {
      asked ??= takeApproval(tx, wanted, now)
      return asked
    },
  }
}

/**
 * A refusal that wants an approval gets one to be given: stored in a transaction of its own, for the refused one is rolled back. Any other
 * refusal stays what it is.
 */
export async function withApproval(
  kernel: Kernel,
  caller: Caller,
  actor: Principal | undefined,
  refusal: unknown,
  { operation, input, now }: Asked,
): Promise<unknown> {
  if (!actor || !(refusal instanceof Failure) || refusal.definition !== errors.approvalRequired) return refusal
  const expiresAt = new Date(now.getTime() + ruleValue('defaults', 'approvalWaits', 'hours') * 60 * MINUTE_MS)
  const approvalId = await inMerchant(kernel.database, caller.merchantId, 'write', (tx) =>
    storeApprovalRequest(tx, {
      accountId: actor.accountId,
      accountName: actor.name,
      onBehalfOf: actor.onBehalfOf?.accountId ?? null,
      operation,
      inputHash: hashOf(input),
      summary: withoutSecrets(input),
      now,
      expiresAt,
    }),
  )
  kernel.hub.publish(caller.merchantId, [approvalAsked])
  return new Failure(errors.approvalRequired, { approvalId })
}

/** Tells open pages that somebody may be asked for an approval. */
const approvalAsked: EventFact = { kind: 'kernel.approvalAsked', permission: 'account.self', shopIds: [], ids: [] }

const hashOf = (input: unknown): string => createHash('sha256').update(canonicalJson(input)).digest('base64url')

const SECRET = /password|secret|token|code|key$/i
/** The input as the person who decides may read it. */
function withoutSecrets(input: unknown): unknown {
  if (Array.isArray(input)) return input.map(withoutSecrets)
  if (input === null || typeof input !== 'object') return input
  return Object.fromEntries(
    Object.entries(input).map(([name, value]) => [
      name,
      SECRET.test(name) && typeof value === 'string' ? '••••' : withoutSecrets(value),
    ]),
  )
}
