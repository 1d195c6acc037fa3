/**
 * Rows that only pass through are removed when their time is over (the days are in rules/defaults.yaml): every module names its own,
 * one hourly job removes them, a bounded batch per transaction.
 */
import { z } from 'zod'
import { shape } from '#contract/operation.ts'
import { sql, type Tx } from './db.ts'
import { exponentialBackoff, type JobHandler } from './jobs.ts'
import type { Module } from './module.ts'
import { type Command, command } from './operation.ts'
import { ruleValue } from './rule-packs.ts'

/** Removes at most `limit` rows whose time is over, oldest first; answers how many. */
export type Expiry = (tx: Tx, now: Date, limit: number) => Promise<number>

const DAY_MS = 24 * 3600_000
const EVERY_MS = 3600_000
/** Rows of one kind in one transaction. */
const BATCH = 5000
/** Transactions of one run: what is left waits for the next hour. */
const ROUNDS = 100

/** The moment before which rows kept for the days of this rule are removed. */
export const keptSince = (rule: string, now: Date): Date => new Date(now.getTime() - ruleValue('defaults', rule, 'days') * DAY_MS)

/** Ids are made in order of time, so the oldest are found by the key and no index on the time is needed. */
export const oldEvents: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from events where merchant_id = ${tx.merchantId} and at < ${keptSince('keepEvents', now)} and event_id in (
      select event_id from events where merchant_id = ${tx.merchantId} order by event_id limit ${limit})`)

export const oldIdempotencyKeys: Expiry = (tx, now, limit) =>
  tx.write(sql`
    delete from idempotency_keys where merchant_id = ${tx.merchantId} and (account_id, key) in (
      select account_id, key from idempotency_keys
      where merchant_id = ${tx.merchantId} and created_at < ${keptSince('keepIdempotencyKeys', now)} order by created_at limit ${limit})`)

/** The last module of the house: it removes what all the others have named. */
export function upkeepModule(expiries: readonly Expiry[], batch = BATCH): Module {
  const removeExpired = command({
    name: 'upkeep.removeExpired',
    ...shape({}, z.object({ removed: z.number().int(), isMore: z.boolean() })),
    summary: 'Removes rows whose time is over, one batch of each kind.',
    access: { permission: 'system.jobs', scope: 'merchant' },
    audit: { exempt: 'what is removed has lost its meaning by its age alone; hourly entries would bury the acts of persons' },
    errors: [],
    async run(tx, _input, _actor, { now }) {
      const counts: number[] = []
      for (const expire of expiries) counts.push(await expire(tx, now, batch))
      return { removed: counts.reduce((sum, count) => sum + count, 0), isMore: counts.some((count) => count === batch) }
    },
  })
  return {
    name: 'upkeep',
    operations: [removeExpired],
    jobs: [upkeepJob(removeExpired)],
    recurring: [{ kind: 'upkeep.removeExpired', everyMs: EVERY_MS }],
  }
}

const upkeepJob = (removeExpired: Command): JobHandler => ({
  kind: 'upkeep.removeExpired',
  actor: 'upkeep',
  permissions: ['system.jobs'],
  maxAttempts: 3,
  backoffMs: exponentialBackoff(10_000, 60_000),
  async run(_payload, context) {
    for (let round = 0; round < ROUNDS && !context.signal.aborted; round += 1) {
      const { isMore } = (await context.call(removeExpired, {})) as { isMore: boolean }
      if (!isMore) return
    }
  },
})
