/** The log as outside clients see it: entries, searches, proofs. */

import { z } from 'zod'
import { LOG_KINDS } from './closed-lists.ts'
import { cursor, moment, nothing, pageOf, shape, uuid } from './operation.ts'

export type LogKind = (typeof LOG_KINDS)[number]

const fields = z.record(z.string(), z.unknown())
const logRow = z.object({
  entryId: uuid,
  at: moment,
  kind: z.enum(LOG_KINDS),
  operation: z.string(),
  outcome: z.enum(['done', 'refused']),
  actorKind: z.string(),
  actorId: z.string(),
  actorName: z.string(),
  /** By which app. */
  app: z.object({ appId: z.string(), name: z.string() }).nullable(),
  /** For whom an agent acted, or whose view was looked at. */
  onBehalfOf: z.object({ accountId: z.string(), name: z.string() }).nullable(),
  via: z.string(),
  ip: z.string(),
  userAgent: z.string(),
  requestId: z.string(),
  why: z.array(z.object({ grantId: z.string(), role: z.string() })),
  /** The first fifty of `objectCount`; `name` as it is today, null where the kind has none here. */
  objects: z.array(z.object({ kind: z.string(), id: z.string(), name: z.string().nullable() })),
  objectCount: z.number().int(),
  before: fields.nullable(),
  after: fields.nullable(),
  details: fields,
  /** Position in the sealed log; null while it waits for the next seal (≤ 1 s). */
  seq: z.string().nullable(),
})
export type LogRowView = z.infer<typeof logRow>

/** How a log is searched; everything given must fit. */
const search = {
  /** One operation, or any of several (all whose name holds a word). */
  operation: z.string().max(80).optional(),
  operations: z.array(z.string().max(80)).max(500).optional(),
  kind: z.enum(LOG_KINDS).optional(),
  outcome: z.enum(['done', 'refused']).optional(),
  /** What was touched; also what a refused request wanted to touch. */
  objectKind: z.string().max(40).optional(),
  objectId: z.string().max(80).optional(),
  appId: z.string().max(80).optional(),
  requestId: z.string().max(80).optional(),
  from: moment.optional(),
  to: moment.optional(),
  cursor: cursor.optional(),
}
const proof = z.object({ seq: z.string(), entry: z.string(), proof: z.string(), verifierKey: z.string() })

export const log = {
  readLog: shape(
    {
      ...search,
      /** Who acted. */
      actorId: z.string().max(80).optional(),
      /** Who acted, for whom it was done, or whose account it was done to. */
      personId: z.string().max(80).optional(),
    },
    pageOf(logRow),
  ),
  /** What one did oneself, and what an agent or an app did for one. */
  readOwnLog: shape(search, pageOf(logRow)),
  /** Proof for an outsider that one entry is in the log; `proof` is a .tlog-proof file (c2sp.org/tlog-proof). */
  proveLogEntry: shape({ entryId: uuid }, proof),
  proveOwnLogEntry: shape({ entryId: uuid }, proof),
  /** Proof that the log only grew since it had `fromSize` entries; shows no entry. */
  proveLogGrowth: shape(
    { fromSize: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER) },
    z.object({ fromSize: z.number().int(), hashes: z.array(z.string()), checkpoint: z.string(), verifierKey: z.string() }),
  ),
  /** Said before the whole log is taken out by npx zhanggui export-log. */
  noteLogExport: shape({}, nothing),
}
