/** Writing the intents for waybills; a person's request and a resumed batch both come here. */
import { errors } from '#contract/errors.ts'
import type { Refusal } from '#contract/operation.ts'
import type { Scope } from '#kernel/access.ts'
import type { Tx } from '#kernel/db.ts'
import { refuse } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import type { Effects } from '#kernel/operation.ts'
import { lockApprovedParcels } from '#modules/orders/public.ts'
import { interfaceNamed } from '#server/carriers/registry.ts'
import { viaShop } from './carrier-account-rules.ts'
import type { CourierChoice } from './courier-choice-rules.ts'
import { courierChooser } from './courier-choices.ts'
import { sortOut, waybillRefusal } from './parcel-work-rules.ts'
import { insertIntents, type WaybillIntent } from './waybill-store.ts'

export const NO_SHOP = '00000000-0000-0000-0000-000000000000'
export type Asked = { intents: WaybillIntent[]; refused: (Refusal & { shopId: string })[] }
type Asker = { scope: Scope; accountId: string }
type Choice = { intent: WaybillIntent } | { refusal: Refusal }

/** Saves an intent for every parcel that may have a waybill and starts the jobs that call the carriers. */
export async function askForWaybills(
  tx: Tx,
  wish: { batchId: string; parcelIds: readonly string[]; carrierAccountId: string | undefined },
  asker: Asker,
  effects: Effects,
): Promise<Asked> {
  const parcels = await lockApprovedParcels(tx, asker, wish.parcelIds, effects.now)
  const { accounts, shops, choose } = await courierChooser(tx, wish.parcelIds, wish.carrierAccountId, effects.now)
  const byId = new Map(parcels.map((parcel) => [parcel.parcelId, parcel]))
  const { able, refused } = sortOut(wish.parcelIds, (id) => waybillRefusal(id, byId.get(id)))
  const choices = able.map((id): Choice => {
    const shopId = byId.get(id)?.shopId ?? NO_SHOP
    const choice = choose(id)
    const account = accounts.get(choice.carrierAccountId ?? '')
    const access = account && interfaceNamed(account.interfaceName)?.access
    if (!account || !access) return { refusal: refusalOf(id, choice) }
    const viaShopId = access.way === 'platform' ? viaShop(shops, access.platform, [shopId, account.shopId]) : null
    if (access.way === 'platform' && viaShopId === null) return { refusal: refuse(id, errors.carrierNotAuthorised) }
    const { carrierAccountId, carrier } = account
    return { intent: { waybillId: newId(), parcelId: id, shopId, carrierAccountId, viaShopId, carrier, steps: choice.steps } }
  })
  const wanted = choices.flatMap((choice) => ('intent' in choice ? choice.intent : []))
  const written = wanted.length > 0 ? await insertIntents(tx, wish.batchId, wanted, effects.now) : new Set<string>()
  const intents = wanted.filter((intent) => written.has(intent.parcelId))
  startFetching(effects, intents)
  const late = wanted.flatMap(({ parcelId }) => (written.has(parcelId) ? [] : refuse(parcelId, errors.unknownOutcome)))
  const refusals = [...refused, ...choices.flatMap((choice) => ('refusal' in choice ? choice.refusal : [])), ...late]
  return { intents, refused: refusals.map((refusal) => ({ ...refusal, shopId: byId.get(refusal.id)?.shopId ?? NO_SHOP })) }
}

/** Nobody was found: the nearest to it says what to do. */
function refusalOf(id: string, { steps }: CourierChoice): Refusal {
  if (steps.some(({ because }) => because === 'masked')) return refuse(id, errors.receiverNeedsPlatform)
  if (steps.some(({ because }) => because === 'unserved')) return refuse(id, errors.regionUnserved)
  return refuse(id, errors.carrierMissing)
}

/** One job per account: an account is asked by one job at a time. */
export function startFetching(effects: Pick<Effects, 'enqueue'>, waybills: readonly { carrierAccountId: string }[]): void {
  for (const carrierAccountId of new Set(waybills.map((waybill) => waybill.carrierAccountId)))
    effects.enqueue({ kind: 'fulfilment.fetchWaybills', payload: { carrierAccountId }, group: `waybills:${carrierAccountId}` })
}
