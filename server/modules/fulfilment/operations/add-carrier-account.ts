import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { requireShop } from '#modules/shops/public.ts'
import { carriers, interfaceNamed } from '#server/carriers/registry.ts'
import { requiredAccount } from '../carrier-account-fields.ts'
import { insertCarrierAccount } from '../carrier-account-store.ts'

export const addCarrierAccount = command({
  name: 'fulfilment.addCarrierAccount',
  ...fulfilment.addCarrierAccount,
  summary: 'Adds a carrier account for one shop or for all; a new default takes the place of the old one.',
  access: { permission: 'fulfilment.settings', scope: 'merchant' },
  audit: ({ carrier, interfaceName, shopId, isDefault }, { carrierAccountId }) => ({
    objects: [{ kind: 'carrierAccount', id: carrierAccountId }],
    details: { carrier, interfaceName, shopId, isDefault },
  }),
  errors: [errors.unknownCarrier, errors.notFound, errors.invalidInput],
  async run(tx, input, actor, effects) {
    const { carrier, interfaceName, shopId } = input
    if (!carriers.some((known) => known.carrier === carrier)) return fail(errors.unknownCarrier, { carrier })
    const { access, carriers: offered } = interfaceNamed(interfaceName) ?? fail(errors.unknownCarrier, { carrier: interfaceName })
    if (offered !== null && !offered.includes(carrier)) return fail(errors.unknownCarrier, { carrier })
    if (shopId !== null) await requireShop(tx, actor.scope, shopId)
    const carrierAccountId = newId()
    const accountSealed =
      access.way === 'account'
        ? effects.world.vault.seal(actor.merchantId, JSON.stringify(requiredAccount(access.fields, input.account)))
        : null
    await insertCarrierAccount(tx, { ...input, carrierAccountId, accountSealed }, effects.now)
    return { carrierAccountId }
  },
})
