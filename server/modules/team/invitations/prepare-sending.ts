/** What inviting and inviting anew have in common: the address in its stored forms, a fresh token, and the time it lives. */
import { errors } from '#contract/errors.ts'
import type { InvitationKind } from '#contract/team-invitations.ts'
import type { Reader } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import type { JobRequest } from '#kernel/jobs.ts'
import type { Actor, Effects } from '#kernel/operation.ts'
import type { OutsideWorld } from '#kernel/outside.ts'
import { ownAddress } from '#kernel/own-address.ts'
import { missingSettings } from '#server/messengers/registry.ts'
import { addressHint, normaliseAddress } from './invitation-rules.ts'
import { invitationSettings } from './invitation-settings.ts'
import type { Address, Sending } from './invitation-store.ts'
import { newInvitationToken } from './invitation-token.ts'
import { isAddressWaiting } from './invitation-views.ts'

export const addressPrint = (world: OutsideWorld, reader: Reader, kind: InvitationKind, address: string): string =>
  world.vault.fingerprint(reader.merchantId, `invite:${kind}:${address}`)

/** Throws addressMalformed, wayNotOffered. */
export function readAddress(world: OutsideWorld, reader: Reader, kind: InvitationKind, text: string): Address {
  const address = normaliseAddress(kind, text)
  if (address === undefined) return fail(errors.addressMalformed, { address: text })
  if (kind === 'link') return { kind, print: null, sealed: null, hint: '' }
  const missing = missingSettings(world.config.messengers, kind)
  if (missing.length > 0) return fail(errors.wayNotOffered, { settings: missing.join(', ') })
  return {
    kind,
    print: addressPrint(world, reader, kind, address),
    sealed: world.vault.seal(reader.merchantId, address),
    hint: addressHint(kind, address),
  }
}

/** Call it under `lockTeam`. Throws alreadyInvited. */
export async function prepareSending(
  reader: Reader,
  wanted: { invitationId: string; address: Address; actor: Actor },
  { world, now }: Effects,
): Promise<Sending> {
  const { invitationId, address, actor } = wanted
  if (await isAddressWaiting(reader, address.print, invitationId)) return fail(errors.alreadyInvited, { address: address.hint })
  const { lifeHours } = await invitationSettings(reader)
  const { token, tokenHash } = newInvitationToken(reader.merchantId)
  return {
    address,
    tokenHash,
    tokenSealed: world.vault.seal(reader.merchantId, token),
    site: siteOf(world, actor),
    sentBy: actor.accountId,
    sentAt: now,
    expiresAt: new Date(now.getTime() + lifeHours * 3600_000),
  }
}

/** Where the invited find our pages: the address that is published, or else the one the inviter uses. */
function siteOf({ config }: OutsideWorld, actor: Actor): string {
  if (config.publicUrl !== undefined) return config.publicUrl.replace(/\/+$/, '')
  if (actor.site !== '') return actor.site
  // From the shell, on the machine itself.
  return ownAddress(config, config.port)
}

export const deliveryJob = (invitationId: string, round: number): JobRequest => ({
  kind: 'team.deliverInvitation',
  payload: { invitationId, round },
})
