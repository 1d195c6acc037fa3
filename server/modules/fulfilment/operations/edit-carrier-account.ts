import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import type { Tx } from '#kernel/db.ts'
import { fail } from '#kernel/failure.ts'
import { type Actor, command, type Effects } from '#kernel/operation.ts'
import { interfaceNamed } from '#server/carriers/registry.ts'
import { requiredAccount } from '../carrier-account-fields.ts'
import { updateCarrierAccount } from '../carrier-account-store.ts'
import { type CarrierAccount, carrierAccounts, sealedAccount } from '../carrier-account-views.ts'

export const editCarrierAccount = command({
  name: 'fulfilment.editCarrierAccount',
  ...fulfilment.editCarrierAccount,
  summary: 'Changes a carrier account: its sender, its credentials, the provinces it does not serve.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  audit: ({ carrierAccountId, account }) => ({
    objects: [{ kind: 'carrierAccount', id: carrierAccountId }],
    details: { credentials: account === undefined ? 'unchanged' : 'changed' },
  }),
  errors: [errors.notFound, errors.stale, errors.invalidInput],
  async run(tx, input, actor, effects) {
    const known = (await carrierAccounts(tx)).find((each) => each.carrierAccountId === input.carrierAccountId)
    if (!known) return fail(errors.notFound)
    const { sender = known.sender, isDefault = known.isDefault, unservedProvinces = known.unservedProvinces } = input
    const accountSealed = input.account ? await resealed(tx, known, input.account, actor, effects) : undefined
    const change = { ...known, sender, isDefault, unservedProvinces, accountSealed }
    if (!(await updateCarrierAccount(tx, change, input.version))) return fail(errors.stale, { changed: known.carrier })
    effects.logChange(
      { isDefault: known.isDefault, unservedProvinces: known.unservedProvinces },
      { isDefault, unservedProvinces },
    )
    return { version: input.version + 1 }
  },
})

/** Fields that were left empty keep what they had: secrets are never shown, so nobody can type them again by heart. */
async function resealed(
  tx: Tx,
  { carrierAccountId, interfaceName }: CarrierAccount,
  typed: Readonly<Record<string, string>>,
  { merchantId }: Actor,
  { world: { vault } }: Effects,
): Promise<Buffer | undefined> {
  const access = interfaceNamed(interfaceName)?.access
  if (access?.way !== 'account') return undefined
  const sealed = (await sealedAccount(tx, carrierAccountId))?.sealed
  const kept = sealed ? (JSON.parse(vault.open(merchantId, sealed)) as Record<string, string>) : {}
  const given = Object.fromEntries(Object.entries(typed).filter(([, value]) => value.trim() !== ''))
  return vault.seal(merchantId, JSON.stringify(requiredAccount(access.fields, { ...kept, ...given })))
}
