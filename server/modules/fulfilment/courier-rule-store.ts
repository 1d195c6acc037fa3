import { recordset, sql, type Tx } from '#kernel/db.ts'
import type { CourierRule } from './courier-choice-rules.ts'

/** False when somebody has saved the rules since `version`. */
export async function raiseRulesVersion(tx: Tx, version: number, by: string, now: Date): Promise<boolean> {
  const raised =
    version === 0
      ? await tx.write(sql`
          insert into courier_rule_sets (merchant_id, version, changed_at, changed_by) values (${tx.merchantId}, 1, ${now}, ${by})
          on conflict (merchant_id) do nothing`)
      : await tx.write(sql`
          update courier_rule_sets set version = version + 1, changed_at = ${now}, changed_by = ${by}
          where merchant_id = ${tx.merchantId} and version = ${version}`)
  return raised === 1
}

export async function replaceRules(tx: Tx, rules: readonly CourierRule[]): Promise<void> {
  await tx.write(sql`delete from courier_rules where merchant_id = ${tx.merchantId}`)
  if (rules.length === 0) return
  const rows = rules.map(({ ruleId, name, carrierAccountIds, ...conditions }, position) => ({
    rule_id: ruleId,
    position,
    name,
    conditions,
    carrier_account_ids: carrierAccountIds,
  }))
  await tx.write(sql`
    insert into courier_rules (merchant_id, rule_id, position, name, conditions, carrier_account_ids)
    select ${tx.merchantId}, r.rule_id, r.position, r.name, r.conditions, r.carrier_account_ids
    from jsonb_to_recordset(${recordset(rows)}::jsonb)
      as r(rule_id uuid, position int, name text, conditions jsonb, carrier_account_ids uuid[])`)
}
