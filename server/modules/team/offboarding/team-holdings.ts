/** What the team module itself knows that somebody holds. */
import { sql } from '#kernel/db.ts'
import type { HoldingKind } from '#kernel/holding.ts'
import { endSignIns } from '../account-store.ts'

export const sessionHoldings: HoldingKind = {
  kind: 'session',
  way: 'end',
  async read(reader, accountId, now) {
    const rows = await reader.rows<{ user_agent: string }>(sql`
      select user_agent from sessions
      where merchant_id = ${reader.merchantId} and account_id = ${accountId} and ended_at is null and expires_at > ${now} order by last_seen_at desc`)
    return { count: rows.length, examples: rows.slice(0, 3).map((row) => row.user_agent.slice(0, 60)) }
  },
  async release(tx, accountId, _to, now) {
    const held = await this.read(tx, accountId, now)
    await endSignIns(tx, [accountId], now)
    return held.count
  },
}

/** Agents need a person who answers for them: without one they stop with their person. */
export const agentHoldings: HoldingKind = {
  kind: 'agent',
  way: 'handOver',
  needs: 'team.manage',
  async read(reader, accountId) {
    const rows = await reader.rows<{ name: string }>(sql`
      select name from accounts
      where merchant_id = ${reader.merchantId} and responsible_id = ${accountId} and state <> 'left' order by name`)
    return { count: rows.length, examples: rows.slice(0, 3).map(({ name }) => name) }
  },
  release: (tx, accountId, to) =>
    to
      ? tx.write(sql`
          update accounts set responsible_id = ${to.accountId}, epoch = epoch + 1, version = version + 1
          where merchant_id = ${tx.merchantId} and responsible_id = ${accountId} and state <> 'left'`)
      : tx.write(sql`
          update accounts set state = 'frozen', epoch = epoch + 1, version = version + 1
          where merchant_id = ${tx.merchantId} and responsible_id = ${accountId} and state = 'active'`),
}
