/**
 * Which courier takes a parcel, and why: the one named; else what the buyer or seller wrote; else the first of the merchant's rules that
 * fits; else the default. Whoever cannot reach the receiver, or does not answer at present, is passed over for the next.
 */
import type { COURIER_REASONS } from '#contract/closed-lists.ts'

export type CourierRule = {
  ruleId: string
  name: string
  /** Empty = any. */
  shopIds: readonly string[]
  provinces: readonly string[]
  warehouseIds: readonly string[]
  /** Half open: from … up to but not including. null = no bound. Weight rules leave parcels of unknown weight alone. */
  minGrams: number | null
  maxGrams: number | null
  minFen: number | null
  maxFen: number | null
  /** First choice first. */
  carrierAccountIds: readonly string[]
}
export type ChoosableAccount = {
  carrierAccountId: string
  carrier: string
  shopId: string | null
  isDefault: boolean
  /** Of the platform whose authorisation it uses; null = an account of the merchant's own. */
  platform: string | null
  unservedProvinces: readonly string[]
  /** It has not answered again and again: it is asked last. */
  isBroken: boolean
}
export type ParcelFacts = {
  shopId: string
  warehouseId: string
  platform: string
  province: string
  weightGrams: number
  paidFen: number
  receiverMasked: boolean
  notes: readonly string[]
}
type Because = (typeof COURIER_REASONS)[number]
export type ChoiceStep = {
  carrierAccountId: string
  carrier: string
  verdict: 'chosen' | 'passed'
  because: Because
  /** Name of the rule that led to it; '' = none. */
  rule: string
}
export type CourierChoice = { carrierAccountId: string | null; steps: ChoiceStep[] }

/** How people name couriers in notes. */
const WORDS: readonly (readonly [carrier: string, word: RegExp])[] = [
  ['SF', /顺丰|順豐|\bSF\b/i],
  ['JD', /京东(快递|物流)/],
  ['EMS', /\bEMS\b/i],
  ['POSTB', /邮政/],
  ['ZTO', /中通/],
  ['YTO', /圆通/],
  ['STO', /申通/],
  ['YUNDA', /韵达/],
  ['JTSD', /极兔/],
  ['DBKD', /德邦/],
]
const UNWISHED = /(不要|别|勿|不发|不用|拒收?)[^，。,.;；\s]{0,4}$/

/** The courier somebody asks for in a note, when it is one and not the one they do not want. */
export function wishedCarrier(notes: readonly string[]): string | null {
  const wished = new Set<string>()
  for (const note of notes)
    for (const [carrier, word] of WORDS) {
      const match = word.exec(note)
      if (match && !UNWISHED.test(note.slice(0, match.index))) wished.add(carrier)
    }
  return wished.size === 1 ? ([...wished][0] ?? null) : null
}

const fits = (rule: CourierRule, parcel: ParcelFacts): boolean =>
  isIn(rule.shopIds, parcel.shopId) &&
  isIn(rule.warehouseIds, parcel.warehouseId) &&
  isIn(rule.provinces, parcel.province) &&
  ((rule.minGrams === null && rule.maxGrams === null) ||
    (parcel.weightGrams > 0 && isWithin(parcel.weightGrams, rule.minGrams, rule.maxGrams))) &&
  isWithin(parcel.paidFen, rule.minFen, rule.maxFen)
const isIn = (list: readonly string[], value: string): boolean => list.length === 0 || list.includes(value)
const isWithin = (value: number, least: number | null, below: number | null): boolean =>
  (least === null || value >= least) && (below === null || value < below)

/** Every account that was looked at, in the order in which they were, with what spoke for or against it. */
export function chooseCourier(
  parcel: ParcelFacts,
  accounts: readonly ChoosableAccount[],
  rules: readonly CourierRule[],
  named: string | undefined,
): CourierChoice {
  const steps: ChoiceStep[] = []
  const waiting: ChoiceStep[] = []
  let chosen: ChoiceStep | undefined
  for (const candidate of candidatesFor(parcel, accounts, rules, named)) {
    const { account, ...reason } = candidate
    const step = { carrierAccountId: account.carrierAccountId, carrier: account.carrier, ...reason }
    const against = chosen ? 'notNeeded' : objection(parcel, account)
    if (against === undefined) {
      chosen = { ...step, verdict: 'chosen' }
      steps.push(chosen)
      continue
    }
    steps.push({ ...step, verdict: 'passed', because: against })
    if (against === 'broken') waiting.push({ ...step, verdict: 'chosen' })
  }
  // All that could take it do not answer: it waits for the first of them rather than being refused.
  chosen ??= waiting[0]
  if (chosen && !steps.includes(chosen)) steps.push(chosen)
  return { carrierAccountId: chosen?.carrierAccountId ?? null, steps }
}

/** The one answer for every parcel when nothing about a parcel could change it, so that nothing of them need be read; else undefined. */
export function onlyWay(
  accounts: readonly ChoosableAccount[],
  rules: readonly CourierRule[],
  named: string | undefined,
  shopPlatforms: ReadonlySet<string>,
): CourierChoice | undefined {
  const candidates = named === undefined ? accounts : accounts.filter(({ carrierAccountId }) => carrierAccountId === named)
  const [account] = candidates
  if (!account || candidates.length > 1 || (named === undefined && rules.length > 0)) return undefined
  const { platform, shopId, unservedProvinces, isDefault, isBroken, carrierAccountId, carrier } = account
  const servesAll = shopId === null && unservedProvinces.length === 0 && !isBroken
  const reachesAll = shopPlatforms.size === 1 && platform !== null && shopPlatforms.has(platform)
  if (!servesAll || !reachesAll) return undefined
  const because = named !== undefined ? 'named' : isDefault ? 'sharedDefault' : 'onlyOne'
  return { carrierAccountId, steps: [{ carrierAccountId, carrier, verdict: 'chosen', because, rule: '' }] }
}

function objection(parcel: ParcelFacts, account: ChoosableAccount): Because | undefined {
  if (account.shopId !== null && account.shopId !== parcel.shopId) return 'otherShop'
  if (parcel.receiverMasked && account.platform !== parcel.platform) return 'masked'
  if (account.unservedProvinces.includes(parcel.province)) return 'unserved'
  return account.isBroken ? 'broken' : undefined
}

type Candidate = { account: ChoosableAccount; because: Because; rule: string }
function candidatesFor(
  parcel: ParcelFacts,
  accounts: readonly ChoosableAccount[],
  rules: readonly CourierRule[],
  named: string | undefined,
): Candidate[] {
  if (named !== undefined)
    return accounts
      .filter(({ carrierAccountId }) => carrierAccountId === named)
      .map((account) => ({ account, because: 'named', rule: '' }))
  const serving = accounts.filter(({ shopId }) => shopId === null || shopId === parcel.shopId)
  const wish = wishedCarrier(parcel.notes)
  const written = serving
    .filter(({ carrier }) => carrier === wish)
    .map((account) => ({ account, because: 'written' as const, rule: '' }))
  const byRule = rules
    .filter((rule) => fits(rule, parcel))
    .flatMap((rule) =>
      rule.carrierAccountIds.flatMap((id) => {
        const account = serving.find(({ carrierAccountId }) => carrierAccountId === id)
        return account ? [{ account, because: 'rule' as const, rule: rule.name }] : []
      }),
    )
  const byDefault = [
    ...serving.filter(({ isDefault, shopId }) => isDefault && shopId !== null).map(asCandidate('ownDefault')),
    ...serving.filter(({ isDefault, shopId }) => isDefault && shopId === null).map(asCandidate('sharedDefault')),
    ...(serving.length === 1 ? serving.map(asCandidate('onlyOne')) : []),
  ]
  const seen = new Set<string>()
  return [...written, ...byRule, ...byDefault].filter(({ account: { carrierAccountId } }) => {
    if (seen.has(carrierAccountId)) return false
    seen.add(carrierAccountId)
    return true
  })
}
const asCandidate =
  (because: Because) =>
  (account: ChoosableAccount): Candidate => ({ account, because, rule: '' })
