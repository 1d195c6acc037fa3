/** A merchant's own rules for invitations; without any the numbers of rules/defaults.yaml hold. */
import { type Reader, sql, type Tx } from '#kernel/db.ts'
import { ruleValue } from '#kernel/rule-packs.ts'

export type InvitationSettings = { requiresRealName: boolean; lifeHours: number; remindAfterHours: number; version: number }

export async function invitationSettings(reader: Reader): Promise<InvitationSettings> {
  const own = await reader.maybe<InvitationSettings>(sql`
    select requires_real_name as "requiresRealName", life_hours as "lifeHours", remind_after_hours as "remindAfterHours", version
    from invitation_settings where merchant_id = ${reader.merchantId}`)
  return (
    own ?? {
      requiresRealName: false,
      lifeHours: ruleValue('defaults', 'invitationLife', 'hours'),
      remindAfterHours: ruleValue('defaults', 'invitationReminder', 'hours'),
      version: 0,
    }
  )
}

/** The new version; undefined when somebody else saved meanwhile. Version 0 = nothing was saved yet. */
export async function saveSettings(tx: Tx, { version, ...settings }: InvitationSettings): Promise<number | undefined> {
  const { requiresRealName, lifeHours, remindAfterHours } = settings
  const row = await tx.maybe<{ version: number }>(
    version === 0
      ? sql`insert into invitation_settings (merchant_id, requires_real_name, life_hours, remind_after_hours)
          values (${tx.merchantId}, ${requiresRealName}, ${lifeHours}, ${remindAfterHours}) on conflict do nothing returning version`
      : sql`update invitation_settings set requires_real_name = ${requiresRealName}, life_hours = ${lifeHours},
          remind_after_hours = ${remindAfterHours}, version = version + 1
          where merchant_id = ${tx.merchantId} and version = ${version} returning version`,
  )
  return row?.version
}
