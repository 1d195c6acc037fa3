/** What a job needs to send one message; address and token stay sealed until they go out. */
import { z } from 'zod'
import { moment } from '#contract/operation.ts'
import type { Reader } from '#kernel/db.ts'
import { MESSAGE_KINDS } from '#server/messengers/messenger.ts'
import { merchantName } from '../account-views.ts'
import type { Invitation } from './invitation.ts'
import { invitationSettings } from './invitation-settings.ts'
import { roleNames } from './invitation-views.ts'

export const posting = z.object({
  kind: z.enum(MESSAGE_KINDS),
  merchantId: z.string(),
  addressSealed: z.string(),
  tokenSealed: z.string(),
  site: z.string(),
  language: z.enum(['zh', 'en']),
  merchantName: z.string(),
  inviterName: z.string(),
  roles: z.array(z.object({ zh: z.string(), en: z.string() })),
  login: z.string(),
  expiresAt: moment,
  mustBeVerified: z.boolean(),
})
export type Posting = z.infer<typeof posting>

/** null: a link goes by hand, and an invitation that waits no longer has nothing to send. */
export async function postingOf(reader: Reader, invitation: Invitation): Promise<Posting | null> {
  const { kind, addressSealed, tokenSealed, site, language, sentByName, grants, login, expiresAt } = invitation
  if (kind === 'link' || addressSealed === null || tokenSealed === null) return null
  const names = await roleNames(
    reader,
    grants.map(({ role }) => role),
  )
  const { requiresRealName } = await invitationSettings(reader)
  return {
    ...{ kind, site, language, login, expiresAt },
    merchantId: reader.merchantId,
    addressSealed: addressSealed.toString('base64'),
    tokenSealed: tokenSealed.toString('base64'),
    merchantName: await merchantName(reader),
    inviterName: sentByName,
    roles: [...names.values()].map(({ zh, en }) => ({ zh, en })),
    mustBeVerified: requiresRealName,
  }
}
