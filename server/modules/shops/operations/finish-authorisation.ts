import { errors } from '#contract/errors.ts'
import { shops } from '#contract/shops.ts'
import { reachesShop } from '#kernel/access.ts'
import { fail } from '#kernel/failure.ts'
import { command } from '#kernel/operation.ts'
import { isGenuine, requestIdOf } from '../authorisation-state.ts'
import { keepCode } from '../shop-store.ts'
import { authorisationRequest } from '../shop-views.ts'

/** The code is kept and a job asks the platform for tokens with it: nothing calls out inside a transaction. */
export const finishAuthorisation = command({
  name: 'shops.finishAuthorisation',
  ...shops.finishAuthorisation,
  summary: 'Takes the platform’s answer to a granted access, once, from the account that asked, within ten minutes.',
  access: { permission: 'shops.manage', scope: 'shop' },
  audit: (_input, { shopId }) => ({ objects: [{ kind: 'shop', id: shopId }] }),
  errors: [errors.stateMismatch],
  async run(tx, { state, code }, actor, { now, world, enqueue }) {
    const requestId = requestIdOf(state)
    const request = requestId === null ? undefined : await authorisationRequest(tx, requestId)
    if (requestId === null || request === undefined) return fail(errors.stateMismatch)
    const { shopId, expiresAt } = request
    const claim = { merchantId: actor.merchantId, accountId: actor.accountId, shopId, requestId, expiresAt }
    const isOurs = isGenuine(world.vault, state, claim) && reachesShop(actor.scope, shopId)
    if (!isOurs || new Date(expiresAt) <= now) return fail(errors.stateMismatch)
    if (!(await keepCode(tx, requestId, world.vault.seal(actor.merchantId, code)))) return fail(errors.stateMismatch)
    enqueue({ kind: 'shops.exchangeCode', payload: { requestId } })
    return { shopId }
  },
})
