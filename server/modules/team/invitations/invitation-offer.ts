/** What the invited see before they answer. Whatever is added here is shown to whoever holds the link. */
import type { InvitationOffer } from '#contract/team-invitations.ts'
import type { Reader } from '#kernel/db.ts'
import { shopsById } from '#modules/shops/public.ts'
import { merchantName } from '../account-views.ts'
import { PASSWORD_MIN_LENGTH } from '../sign-in/password-rules.ts'
import type { Invitation } from './invitation.ts'
import { invitationSettings } from './invitation-settings.ts'
import { departmentName, roleNames } from './invitation-views.ts'

export async function offerOf(reader: Reader, invitation: Invitation): Promise<InvitationOffer> {
  const { name, login, endsAt, expiresAt, kind, addressHint, sentByName, realName, departmentId } = invitation
  const { requiresRealName } = await invitationSettings(reader)
  return {
    ...{ name, login, endsAt, expiresAt, kind, addressHint },
    merchantName: await merchantName(reader),
    inviterName: sentByName,
    department: await departmentName(reader, departmentId),
    grants: await offeredGrants(reader, invitation),
    realName: requiresRealName ? realName : null,
    passwordMinLength: PASSWORD_MIN_LENGTH,
  }
}

async function offeredGrants(reader: Reader, { grants }: Invitation): Promise<InvitationOffer['grants']> {
  const roles = await roleNames(
    reader,
    grants.map(({ role }) => role),
  )
  const shops = await shopsById(
    reader,
    grants.flatMap(({ shopIds }) => shopIds ?? []),
  )
  const offered: InvitationOffer['grants'] = []
  for (const { role, shopIds, range, departmentId, until } of grants) {
    const names = roles.get(role)
    if (!names) continue
    offered.push({
      roleZh: names.zh,
      roleEn: names.en,
      shops: shopIds?.flatMap((shopId) => shops.get(shopId)?.name ?? []) ?? null,
      range,
      department: await departmentName(reader, departmentId),
      until,
    })
  }
  return offered
}
