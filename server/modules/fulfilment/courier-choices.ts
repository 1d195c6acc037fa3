/** The choice of couriers for parcels: facts from the tables, decision from the rules. */
import type { Reader } from '#kernel/db.ts'
import { courierFacts } from '#modules/orders/public.ts'
import { shopsById } from '#modules/shops/public.ts'
import { interfaceNamed } from '#server/carriers/registry.ts'
import { type CarrierAccount, carrierAccounts } from './carrier-account-views.ts'
import { type ChoosableAccount, type CourierChoice, chooseCourier, onlyWay } from './courier-choice-rules.ts'
import { courierRules } from './courier-rule-views.ts'

/** So often in a row without an answer, and still to be waited for. */
const BROKEN_AFTER = 3

type Chooser = {
  accounts: Map<string, CarrierAccount>
  shops: Awaited<ReturnType<typeof shopsById>>
  choose(parcelId: string): CourierChoice
}

/** Reads everything once for the batch. A parcel that does not exist gets no courier. */
export async function courierChooser(
  reader: Reader,
  parcelIds: readonly string[],
  named: string | undefined,
  now: Date,
): Promise<Chooser> {
  const [accounts, { rules }, shops] = await Promise.all([carrierAccounts(reader), courierRules(reader), shopsById(reader)])
  const byId = new Map(accounts.map((account) => [account.carrierAccountId, account]))
  const choosable = accounts.map((account) => choosableOf(account, now))
  const platforms = new Set([...shops.values()].map(({ platform }) => platform))
  const only = onlyWay(choosable, rules, named, platforms)
  if (only) return { accounts: byId, shops, choose: () => only }
  const facts = await courierFacts(reader, parcelIds)
  return {
    accounts: byId,
    shops,
    choose(parcelId) {
      const parcel = facts.get(parcelId)
      return parcel ? chooseCourier(parcel, choosable, rules, named) : { carrierAccountId: null, steps: [] }
    },
  }
}

function choosableOf(account: CarrierAccount, now: Date): ChoosableAccount {
  const access = interfaceNamed(account.interfaceName)?.access
  return {
    ...account,
    platform: access?.way === 'platform' ? access.platform : null,
    isBroken: account.failedCount >= BROKEN_AFTER && account.waitUntil !== null && new Date(account.waitUntil) > now,
  }
}
