/**
 * The one door. Every act of a person, a job, the command line or an agent passes here and gets, in this order: its input
 * checked, its actor, its permission and scope, its transaction, its log entry, its events and jobs, its commit.
 */
import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { ErrorDefinition } from '#contract/error-definition.ts'
import { errors } from '#contract/errors.ts'
import type { Permission } from '#contract/permissions.ts'
import { type Principal, requireAccess } from './access.ts'
import { type NewLogEntry, writeLogEntry } from './audit-log.ts'
import { type Database, inDirectory, inMerchant, type Tx } from './db.ts'
import { type EventFact, type EventHub, type Follower, type Reaction, storeEvents } from './events.ts'
import { failpoint } from './failpoint.ts'
import { Failure, fail } from './failure.ts'
import { readStoredAnswer, storeAnswer } from './idempotency.ts'
import type { MerchantId } from './ids.ts'
import { type JobRequest, storeJobs } from './jobs.ts'
import { canonicalJson } from './log-entry.ts'
import { changedFields, entryFor, type FieldChange, refusalEntry } from './log-notes.ts'
import type { Actor, Command, Effects, LogNote, Operation, PublicCommand, PublicContext, Query } from './operation.ts'
import type { OutsideWorld } from './outside.ts'
import { checkStepUp, stepUpOf, withApproval } from './step-up.ts'

export type Via = 'web' | 'api' | 'cli' | 'job' | 'mcp'
export type Identity = {
  principal: Principal
  sessionId: string | null
  /** When a person last proved to be who they are; null = not lately. Absent: this caller cannot (token, app, agent). */
  steppedUpAt?: Date | null
  /** Why this session may do nothing else for now; operations name what they are allowed in spite of (`allowedWhile`). */
  hindrance?: ErrorDefinition | null
}
/** Who asks. `identify` runs inside the operation's own transaction, so a freeze holds from the next request on. */
export type Caller = {
  merchantId: MerchantId
  identify(reader: Tx, now: Date): Promise<Identity>
  via: Via
  ip: string
  language: 'zh' | 'en'
  requestId: string
  /** Origin of the pages the caller uses; absent outside of a browser. */
  site?: string
  /** The browser or program, as it names itself. */
  userAgent?: string
}
export type CallerDetails = Pick<Caller, 'via' | 'ip' | 'language' | 'requestId' | 'site' | 'userAgent'>
export type Kernel = {
  database: Database
  world: OutsideWorld
  hub: EventHub
  reactions: readonly Reaction[]
  followers: readonly Follower[]
  /** Tells the worker of this process that jobs wait. */
  wake(merchant: MerchantId): void
  /** Told of every permission that was used, so that unused ones can be found. */
  noteUse(use: PermissionUse): void
}
export type PermissionUse = { merchantId: MerchantId; accountId: string; permission: Permission }
export type CallOptions = { idempotencyKey?: string | undefined }

/** Checks input against the operation's contract. Throws invalidInput naming the field. */
export function parseInput<I extends z.ZodType>(schema: I, input: unknown): z.output<I> {
  const parsed = schema.safeParse(input ?? {})
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.code === 'unrecognized_keys' ? issue.keys.join(', ') : issue?.path.join('.') || '输入'
  return fail(errors.invalidInput, { field, reason: issue?.message ?? '' })
}

/** Runs one operation for one caller. Throws Failure for every expected refusal. */
export async function runOperation<I extends z.ZodType, O extends z.ZodType>(
  kernel: Kernel,
  operation: Command<I, O> | Query<I, O>,
  rawInput: unknown,
  caller: Caller,
  options: CallOptions = {},
): Promise<z.output<O>> {
  const input = parseInput(operation.input, rawInput)
  const now = kernel.world.now()
  const settled: Settled = { facts: [], jobs: [], actor: undefined, sessionId: null, change: undefined }
  try {
    const isReading = operation.kind === 'query' && operation.audit === undefined && operation.stepUp === undefined
    const answer = await inMerchant(kernel.database, caller.merchantId, isReading ? 'read' : 'write', async (tx) => {
      const enter = async () => {
        const identity = await caller.identify(tx, now)
        const { principal: seen, sessionId, hindrance } = identity
        settled.actor = seen
        settled.sessionId = sessionId
        if (hindrance && !operation.allowedWhile?.includes(hindrance)) throw new Failure(hindrance, {})
        const principal = whoActs(operation as Command | Query, seen)
        const { scope, why } = requireAccess(principal, operation.access)
        const { language, requestId, ip, site = '', userAgent = '' } = caller
        const stepUp = stepUpOf(tx, identity, { operation: operation.name, input, now })
        return { actor: { ...principal, scope, language, requestId, sessionId, ip, site, userAgent, stepUp }, why }
      }
      const { actor, why } = await enter()
      const act: Omit<Act<Command | Query>, 'operation'> = {
        kernel,
        input: input as never,
        tx,
        actor,
        caller,
        now,
        why,
        actorNow: async () => (await enter()).actor,
        settled,
      }
      const running =
        operation.kind === 'query'
          ? runQuery({ ...act, operation: operation as Query })
          : runCommand({ ...act, operation: operation as Command }, options)
      const result = await running.catch(keptRefusal)
      failpoint(`${operation.name}.beforeCommit`)
      return result
    })
    if (answer instanceof Failure) throw answer
    failpoint(`${operation.name}.afterCommit`)
    // Who looks through somebody else's eyes does not use that person's rights.
    if (caller.via !== 'job' && settled.actor && !settled.actor.viewedBy)
      kernel.noteUse({
        merchantId: caller.merchantId,
        accountId: settled.actor.accountId,
        permission: operation.access.permission,
      })
    if (settled.facts.length > 0) kernel.hub.publish(caller.merchantId, settled.facts)
    if (settled.jobs.length > 0) kernel.wake(caller.merchantId)
    return (kernel.world.config.checkOutputs ? operation.output.parse(answer) : answer) as z.output<O>
  } catch (error) {
    const refusal = caller.via === 'job' ? error : refusalOf(kernel, operation.name, error)
    const told = await withApproval(kernel, caller, settled.actor, refusal, { operation: operation.name, input, now })
    if (told instanceof Failure && told.definition.status === 403)
      await logRefusal(kernel, { operation: operation.name, input, caller, settled, failure: told, now })
    throw told
  }
}

/** Who looks through somebody else's eyes reads as that person and changes nothing. Throws viewOnly. */
function whoActs(operation: Command | Query, seen: Principal): Principal {
  if (!seen.viewedBy) return seen
  if (operation.evenWhileViewing) return seen.viewedBy
  return operation.kind === 'query' ? seen : fail(errors.viewOnly)
}

/** SQLSTATEs of a value that passed its contract and that the database still cannot read: NUL, a cursor made by hand, the year 300000. */
const UNREADABLE = new Set(['22021', '22P05', '22P02', '22007', '22008', '22003'])

/** What a person is told: input like that is theirs to mend, not a broken server. Jobs get the error itself. */
function refusalOf(kernel: Kernel, operation: string, error: unknown): unknown {
  const { code } = error as { code?: unknown }
  if (typeof code !== 'string' || !UNREADABLE.has(code)) return error
  kernel.world.logger.warn({ code, operation }, 'input that the database cannot read')
  return new Failure(errors.invalidInput, { field: '输入', reason: 'a value that cannot be read or stored' })
}

type Settled = {
  facts: EventFact[]
  jobs: JobRequest[]
  actor: Principal | undefined
  sessionId: string | null
  change: FieldChange | undefined
}
/** A refusal that keeps what was written before it: the transaction commits, and then it is thrown. */
function keptRefusal(error: unknown): Failure {
  if (error instanceof Failure && error.keepsChanges) return error
  throw error
}

type Act<Op extends Command | Query> = {
  kernel: Kernel
  operation: Op
  input: never
  tx: Tx
  actor: Actor
  caller: Caller
  now: Date
  why: NewLogEntry['why']
  actorNow: Effects['actorNow']
  settled: Settled
}

async function runQuery(act: Act<Query>): Promise<unknown> {
  const { operation, tx, input, actor, kernel } = act
  await checkStepUp(operation, input, actor)
  const answer = await operation.run(tx, input, actor, kernel.world)
  if (operation.audit && !('exempt' in operation.audit)) await logAct(act, operation.audit(input, answer as never, actor))
  return answer
}

async function runCommand(act: Act<Command>, options: CallOptions): Promise<unknown> {
  const { operation, tx, input, actor, kernel, now, settled, actorNow } = act
  const key = operation.answersSecret ? undefined : options.idempotencyKey
  const inputHash = key === undefined ? '' : createHash('sha256').update(canonicalJson(input)).digest('base64url')
  if (key !== undefined) {
    const stored = await readStoredAnswer(tx, { accountId: actor.accountId, key, operation: operation.name, inputHash })
    if (stored) return stored.answer
  }
  await checkStepUp(operation, input, actor)
  const effects: Effects = {
    announce: (fact) => void settled.facts.push(fact),
    enqueue: (job) => void settled.jobs.push(job),
    actorNow,
    logChange: (before, after) => {
      settled.change = changedFields(before, after, settled.change)
    },
    world: kernel.world,
    now,
  }
  const answer = await operation.run(tx, input, actor, effects)
  for (const fact of settled.facts) {
    for (const reaction of kernel.reactions) if (reaction.on === fact.kind) settled.jobs.push(reaction.toJob(fact))
  }
  const writing: Promise<void>[] = []
  if (!('exempt' in operation.audit)) writing.push(logAct(act, operation.audit(input, answer as never, actor)))
  if (settled.facts.length > 0)
    writing.push(storeEvents(tx, settled.facts, now), ...kernel.followers.map((follow) => follow(tx, settled.facts, now)))
  if (settled.jobs.length > 0) writing.push(storeJobs(tx, settled.jobs, now))
  if (key !== undefined) writing.push(storeAnswer(tx, { accountId: actor.accountId, key, answer }))
  await Promise.all(writing)
  return answer
}

const logAct = (act: Act<Command | Query>, note: LogNote): Promise<void> =>
  writeLogEntry(act.tx, entryFor(act, note, act.settled.change))

/** A refused attempt is logged too, in a transaction of its own (the refused one is rolled back). */
async function logRefusal(
  kernel: Kernel,
  attempt: { operation: string; input: unknown; caller: Caller; settled: Settled; failure: Failure; now: Date },
): Promise<void> {
  const { caller, settled } = attempt
  const { actor } = settled
  if (!actor) return
  await inMerchant(kernel.database, caller.merchantId, 'write', (tx) =>
    writeLogEntry(tx, refusalEntry({ ...attempt, actor, sessionId: settled.sessionId })),
  )
}

/** Runs a public command (sign-in): it has no actor yet and writes its own log entry. */
export async function runPublic(
  kernel: Kernel,
  operation: PublicCommand,
  rawInput: unknown,
  visitor: Omit<PublicContext, 'database' | 'directory' | 'world' | 'now' | 'announce' | 'enqueue'>,
): Promise<unknown> {
  const input = parseInput(operation.input, rawInput)
  const now = kernel.world.now()
  const announced: { merchant: MerchantId; facts: readonly EventFact[] }[] = []
  const woken = new Set<MerchantId>()
  const context: PublicContext = {
    ...visitor,
    database: kernel.database,
    directory: (work) => inDirectory(kernel.database, work),
    world: kernel.world,
    now,
    async announce(tx, facts) {
      await storeEvents(tx, facts, now)
      announced.push({ merchant: tx.merchantId, facts })
    },
    async enqueue(tx, jobs) {
      await storeJobs(tx, jobs, now)
      if (jobs.length > 0) woken.add(tx.merchantId)
    },
  }
  try {
    return await operation.run(context, input as never)
  } catch (error) {
    throw refusalOf(kernel, operation.name, error)
  } finally {
    // Also a refusal may have left something behind (a wrong code is told to the person); facts for nothing only make pages read again.
    for (const { merchant, facts } of announced) kernel.hub.publish(merchant, facts)
    for (const merchant of woken) kernel.wake(merchant)
  }
}

export const isPublic = (operation: Operation): operation is PublicCommand => operation.kind === 'public'
