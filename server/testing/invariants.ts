/** Runs invariants.sql over one merchant, as the owner of the database. */
import { readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import type { DatabaseAddress } from '#kernel/db.ts'

/** The promises that are broken, each with the first rows that break it; empty = all is well. */
export async function brokenInvariants(address: DatabaseAddress, merchantId: string): Promise<string[]> {
  const client = new pg.Client({ ...address })
  await client.connect()
  try {
    const broken: string[] = []
    for (const statement of readFileSync(path.join(import.meta.dirname, 'invariants.sql'), 'utf8').split('--;')) {
      const sentence =
        statement
          .match(/^-- (.*)$/gm)
          ?.at(-1)
          ?.slice(3) ?? ''
      const { rows } = await client.query(statement, [merchantId])
      if (rows.length > 0) broken.push(`${sentence}: ${rows.length} × e.g. ${JSON.stringify(rows.slice(0, 3))}`)
    }
    return broken
  } finally {
    await client.end()
  }
}
