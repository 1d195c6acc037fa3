/** Our carrier codes and Pinduoduo's numbers for them (`logistics_id`), checked against the list the platform gives. */
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import { callPddAsApp } from '#server/platforms/pop/pdd-call.ts'
import { idText, isObject, rowsOf } from '#server/platforms/wire/wire-json.ts'

type Carrier = { logisticsId: string /** In the company's name, whatever stands around it. */; name: string }

/** Source: 121 is in the platform's reference; the others are general knowledge, which is why the list is asked before the first shipment. */
const CARRIERS: ReadonlyMap<string, Carrier> = new Map([
  ['STO', { logisticsId: '1', name: '申通' }],
  ['HTKY', { logisticsId: '3', name: '百世' }],
  ['SF', { logisticsId: '44', name: '顺丰' }],
  ['YTO', { logisticsId: '85', name: '圆通' }],
  ['ZTO', { logisticsId: '115', name: '中通' }],
  ['EMS', { logisticsId: '118', name: 'EMS' }],
  ['TTKDEX', { logisticsId: '119', name: '天天' }],
  ['JD', { logisticsId: '120', name: '京东' }],
  ['YUNDA', { logisticsId: '121', name: '韵达' }],
  ['ZJS', { logisticsId: '129', name: '宅急送' }],
  ['DBKD', { logisticsId: '131', name: '德邦' }],
  ['POSTB', { logisticsId: '132', name: '邮政' }],
  ['JTSD', { logisticsId: '384', name: '极兔' }],
])

type Company = { id: string; name: string }
type Companies = { companies: Company[]; readAt: number }
const KEPT_MS = 86_400_000
/** By gateway. The list is the same for every shop and changes a few times a year. */
const kept = new Map<string, Companies>()

/** Throws PlatformFailure `our_fault` for a carrier Pinduoduo has no number for. */
export async function logisticsIdOf(connection: Connection, carrier: string): Promise<string> {
  const known = CARRIERS.get(carrier)
  const named = known && (await companiesOf(connection)).filter(({ name }) => name.includes(known.name))
  // Several companies may carry the name (中通快递, 中通快运): ours is the one with the known number, else the shortest name.
  const chosen = named?.find(({ id }) => id === known?.logisticsId) ?? named?.toSorted((a, b) => a.name.length - b.name.length)[0]
  if (!chosen) throw new PlatformFailure('our_fault', 'carrier-unmapped', `Pinduoduo has no number for the carrier ${carrier}.`)
  return chosen.id
}

async function companiesOf(connection: Connection): Promise<Company[]> {
  const known = kept.get(connection.gatewayUrl)
  if (known && connection.now() - known.readAt < KEPT_MS) return known.companies
  const answer = await callPddAsApp(connection, { type: 'pdd.logistics.companies.get', params: {}, canRepeat: true })
  const companies = rowsOf(answer.logistics_companies)
    .filter(isObject)
    .filter((row) => String(row.available ?? 1) === '1')
    .map((row) => ({ id: idText(row.id), name: String(row.logistics_company ?? '') }))
  kept.set(connection.gatewayUrl, { companies, readAt: connection.now() })
  return companies
}
