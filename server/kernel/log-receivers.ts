/**
 * Signed checkpoints leave the database: into a file and to an address. How far each of them has been told stands in the database, so
 * a restart, a full disk or a receiver that is down for days loses none; they get what is missing, in order, as soon as they can.
 */
import type { KeyObject } from 'node:crypto'
import { appendFileSync, closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Config } from './config.ts'
import { type Database, inMerchant, sql } from './db.ts'
import type { MerchantId } from './ids.ts'
import type { Logger } from './logger.ts'
import { joinNotes, noteOf, type StoredCheckpoint } from './signed-note.ts'

/** Notes in one file write or one request. */
const BATCH = 500
/** Longer than one delivery may take; another process takes over when this one has gone. */
const LEASE_MS = 30_000
const REQUEST_MS = 15_000
const BACKOFF_MS = { first: 1000, cap: 60_000 }

type Receiver = {
  /** Under which name the database keeps how far it was told; a file belongs to its machine. */
  name: string
  deliver(text: string): Promise<void>
}

const fileReceiver = (file: string): Receiver => ({
  name: `file:${hostname()}:${file}`,
  deliver: async (text) => appendFileSync(file, `${endsInLine(file) ? '' : '\n\n'}${text}`),
})

/** False when a full disk has cut off what was written last. */
function endsInLine(file: string): boolean {
  const opened = openSync(file, 'a+')
  try {
    const { size } = fstatSync(opened)
    const last = Buffer.alloc(1)
    return size === 0 || (readSync(opened, last, 0, 1, size - 1) === 1 && last.toString() === '\n')
  } finally {
    closeSync(opened)
  }
}

/** The body is what LOG_CHECKPOINT_FILE would hold: a receiver may simply append it to a file. Name and password of the address are sent as such. */
function addressReceiver(address: string): Receiver {
  const url = new URL(address)
  const secret = url.username === '' ? undefined : `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`
  url.username = ''
  url.password = ''
  const authorization = secret && { authorization: `Basic ${Buffer.from(secret).toString('base64')}` }
  return {
    name: `url:${url.href}`,
    async deliver(text) {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'text/plain; charset=utf-8', ...authorization },
        body: text,
        redirect: 'error',
        signal: AbortSignal.timeout(REQUEST_MS),
      })
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`${url.href} answered ${answer.status}`)
    },
  }
}

export const receiversOf = ({ checkpointFile, checkpointUrl }: Config): Receiver[] => [
  fileReceiver(checkpointFile),
  ...(checkpointUrl === undefined ? [] : [addressReceiver(checkpointUrl)]),
]

type Lease = { tree_size: string }
/** Takes this receiver for one merchant when it has something to be told and nobody else is telling it. */
function takeLease(database: Database, merchant: MerchantId, receiver: string): Promise<Lease | undefined> {
  return inMerchant(database, merchant, 'write', async (tx) => {
    await tx.write(sql`
      insert into log_receivers (merchant_id, receiver, tree_size, lease_until) values (${merchant}, ${receiver}, 0, now()) on conflict do nothing`)
    return tx.maybe<Lease>(sql`
      update log_receivers r set lease_until = clock_timestamp() + ${LEASE_MS} * interval '1 millisecond'
      where r.merchant_id = ${merchant} and r.receiver = ${receiver} and r.lease_until <= clock_timestamp()
        and exists (select from log_checkpoints c where c.merchant_id = ${merchant} and c.tree_size > r.tree_size)
      returning r.tree_size`)
  })
}

const giveBack = (database: Database, merchant: MerchantId, receiver: string, told: string): Promise<number> =>
  inMerchant(database, merchant, 'write', (tx) =>
    tx.write(sql`
      update log_receivers set tree_size = greatest(tree_size, ${told}::bigint), lease_until = clock_timestamp()
      where merchant_id = ${merchant} and receiver = ${receiver}`),
  )

/** Tells a receiver the next checkpoints of a merchant; answers whether there may be more. Throws what the delivery throws. */
async function tellNext(database: Database, merchant: MerchantId, receiver: Receiver, publicKey: KeyObject): Promise<boolean> {
  const lease = await takeLease(database, merchant, receiver.name)
  if (!lease) return false
  let told = lease.tree_size
  try {
    const next = await inMerchant(database, merchant, 'read', (reader) =>
      reader.rows<StoredCheckpoint>(sql`
        select tree_size, root_hash, signature from log_checkpoints
        where merchant_id = ${merchant} and tree_size > ${told} order by tree_size limit ${BATCH}`),
    )
    await receiver.deliver(joinNotes(next.map((checkpoint) => noteOf(merchant, checkpoint, publicKey))))
    told = next.at(-1)?.tree_size ?? told
    return next.length === BATCH
  } finally {
    await giveBack(database, merchant, receiver.name, told)
  }
}

type Outside = { database: Database; logger: Logger; publicKey: KeyObject }
type Telling = {
  /** These merchants may have new checkpoints. */
  add(merchants: Iterable<MerchantId>): void
  /** Tells what is due; a receiver that fails is left alone until its wait is over. Never throws. */
  round(now: number): Promise<void>
}

/** One receiver's deliveries. A failure keeps what is due and waits 1 s, 2 s … 60 s. */
export function tellingOf(receiver: Receiver, { database, logger, publicKey }: Outside): Telling {
  const due = new Set<MerchantId>()
  let failures = 0
  let notBefore = 0
  return {
    add(merchants) {
      for (const merchant of merchants) due.add(merchant)
    },
    async round(now) {
      if (now < notBefore) return
      try {
        for (const merchant of [...due]) {
          // Before, not after: who is added while being told has a checkpoint that this telling did not see.
          due.delete(merchant)
          try {
            while (await tellNext(database, merchant, receiver, publicKey)) failures = 0
          } catch (error) {
            due.add(merchant)
            throw error
          }
        }
        failures = 0
      } catch (error) {
        failures += 1
        notBefore = now + Math.min(BACKOFF_MS.cap, BACKOFF_MS.first * 2 ** (failures - 1))
        logger.warn({ reason: (error as Error).message, failures }, 'log checkpoints could not be written outside; trying again')
      }
    },
  }
}
