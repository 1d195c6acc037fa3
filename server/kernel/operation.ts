/** What an operation is. Access, log entry and errors are required fields: leaving one out does not compile. */
import type { z } from 'zod'
import type { ErrorDefinition } from '#contract/error-definition.ts'
import type { LogKind } from '#contract/log.ts'
import type { AccessRule, Principal, Scope } from './access.ts'
import type { Database, Directory, Reader, Tx } from './db.ts'
import type { EventFact } from './events.ts'
import type { JobRequest } from './jobs.ts'
import type { OutsideWorld } from './outside.ts'

/** An object an operation touched; its timeline is found by it. `kind` is a glossary word: order, parcel, account, shop … */
export type ObjectRef = { kind: string; id: string }
export type LogNote = {
  objects: ObjectRef[]
  /** What a reader of the log needs to understand the act: counts, reasons. Never plain personal data. */
  details?: Record<string, unknown>
  /** Derived when absent: `read` of a query, `command` of a command. */
  kind?: LogKind
  /** What the act changed, field by field; an act that learns it while running says so by `effects.logChange`. Never plain personal data. */
  before?: Record<string, unknown>
  after?: Record<string, unknown>
}
/** Declared as a method so that an operation with a narrower input still counts as an operation. */
export type LogRule<I, O> = { note(input: I, result: O, actor: Actor): LogNote }['note'] | { exempt: string }

/** Who acts inside an operation, with the rows this operation's permission reaches. */
export type Actor = Principal & {
  readonly scope: Scope
  readonly language: 'zh' | 'en'
  readonly requestId: string
  readonly sessionId: string | null
  readonly ip: string
  readonly stepUp: StepUp
  /** Origin of the pages this person uses (`https://shop.example`); empty outside of a browser. */
  readonly site: string
  readonly userAgent: string
}

/** Has this caller just proved to be who it is? Asked with `requireStepUp`. */
export type StepUp = {
  readonly isFresh: boolean
  /** When that was; null = not lately, or a caller that cannot. What was spent since wants a newer one. */
  readonly provenAt: Date | null
  /** For callers that cannot prove it themselves: uses up the approval of a person, if there is one. null = a person, who can. */
  readonly takeApproval: (() => Promise<boolean>) | null
}
/** `true` = always, a rule = for some inputs. A query that asks for it inside itself (`requireStepUp`) says 'inside'. */
export type StepUpRule<I> = true | 'inside' | { when(input: I): boolean }['when']

/** What a command can do besides SQL; all of it becomes part of the same transaction. */
export type Effects = {
  /** Announces a fact: stored in the outbox, handed to reactions as jobs, told to open pages after commit. */
  announce(fact: EventFact): void
  enqueue(job: JobRequest): void
  /** The actor read anew in this transaction: after taking a lock, decide on the rights he has now. Throws as at the door. */
  actorNow(): Promise<Actor>
  /** Tells the log what the act changes, field by field; only the fields that differ are kept. Never plain personal data. */
  logChange(before: Record<string, unknown>, after: Record<string, unknown>): void
  readonly world: OutsideWorld
  readonly now: Date
}

type Common<I extends z.ZodType, O extends z.ZodType> = {
  name: string
  input: I
  output: O
  errors: readonly ErrorDefinition[]
  /** What a session may still do while it is locked, lacks a required factor, or must change its password. */
  allowedWhile?: readonly ErrorDefinition[]
  /** About the session itself: while looking through somebody else's eyes it is done by the one who looks. All other commands are refused then. */
  evenWhileViewing?: true
  /** One sentence for the API page and for agents. */
  summary: string
}
export type Command<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = Common<I, O> & {
  kind: 'command'
  access: AccessRule
  stepUp?: StepUpRule<z.output<I>>
  audit: LogRule<z.output<I>, z.output<O>>
  /** The answer holds a secret that is shown once: it is not kept for a retry under the same idempotency key. */
  answersSecret?: true
  run(tx: Tx, input: z.output<I>, actor: Actor, effects: Effects): Promise<z.input<O>>
}
export type Query<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = Common<I, O> & {
  kind: 'query'
  access: AccessRule
  stepUp?: StepUpRule<z.output<I>>
  /** A reading that must be in the log (plain personal data, the log itself, exports). */
  audit?: LogRule<z.output<I>, z.output<O>>
  run(reader: Reader, input: z.output<I>, actor: Actor, world: OutsideWorld): Promise<z.input<O>>
}
/** For visitors without a session (sign-in). They get the directory first and name the merchant themselves. */
export type PublicCommand<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> = Common<I, O> & {
  kind: 'public'
  public: true
  run(context: PublicContext, input: z.output<I>): Promise<z.input<O>>
}
export type PublicContext = {
  database: Database
  directory<T>(work: (directory: Directory) => Promise<T>): Promise<T>
  world: OutsideWorld
  ip: string
  userAgent: string
  site: string
  /** What this browser is known by, whoever uses it; empty = it has nothing yet. */
  device: string
  requestId: string
  now: Date
  /** Stores facts with the change and tells open pages after its commit. */
  announce(tx: Tx, facts: readonly EventFact[]): Promise<void>
  /** Stores jobs with the change and starts them after its commit. */
  enqueue(tx: Tx, jobs: readonly JobRequest[]): Promise<void>
  /** Sets or clears the session cookie of this visitor. */
  setSession(token: string | null, expiresAt: Date | null): void
  setDevice(token: string): void
}
export type Operation = Command | Query | PublicCommand

export const command = <const I extends z.ZodType, const O extends z.ZodType>(
  operation: Omit<Command<I, O>, 'kind'>,
): Command<I, O> => ({ ...operation, kind: 'command' })
export const query = <const I extends z.ZodType, const O extends z.ZodType>(
  operation: Omit<Query<I, O>, 'kind'>,
): Query<I, O> => ({ ...operation, kind: 'query' })
export const publicCommand = <const I extends z.ZodType, const O extends z.ZodType>(
  operation: Omit<PublicCommand<I, O>, 'kind'>,
): PublicCommand<I, O> => ({ ...operation, kind: 'public' })
