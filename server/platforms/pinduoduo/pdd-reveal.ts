/**
 * The plain receiver of an order. Outside the platform's own cloud it is rationed: so many calls in so many seconds, so many orders a day.
 * Whoever calls keeps to the ration, shop by shop; what others use the platform counts itself, and answers with a wait.
 */
import { ruleValue } from '#kernel/rule-packs.ts'
import { type Connection, PlatformFailure, type RevealRation } from '#server/platforms/platform.ts'
import type { RevealedReceiver, RevealWish } from '#server/platforms/platform-services.ts'
import { callPdd } from '#server/platforms/pop/pdd-call.ts'
import { type CipherTexts, cipherTextsOf, isCipherText } from '#server/platforms/pop/pdd-ciphers.ts'
import { fetchOrderInfo } from '#server/platforms/pop/pdd-order-info.ts'
import { isObject, readObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'

export const PINDUODUO_REVEAL_RATION: RevealRation = {
  perDay: ruleValue('pinduoduo', 'revealsPerDay', 'orders'),
  pauseMs: ruleValue('pinduoduo', 'revealPause', 'seconds') * 1000,
}
const MOST_TEXTS = ruleValue('pinduoduo', 'textsPerReveal', 'texts')
const RELAY_MS = ruleValue('pinduoduo', 'relayAssumed', 'hours') * 3_600_000

/** One call for all wishes. Throws PlatformFailure, `refused` for an order without cipher texts: that costs nothing of the ration. */
export async function revealPinduoduoReceivers(connection: Connection, wishes: RevealWish[]): Promise<RevealedReceiver[]> {
  if (wishes.length === 0) return []
  const orders: { platformOrderId: string; texts: CipherTexts }[] = []
  for (const wish of wishes) orders.push({ platformOrderId: wish.platformOrderId, texts: await textsOf(connection, wish) })
  const wanted = orders.flatMap(({ platformOrderId, texts }) =>
    Object.values(texts)
      .filter((text) => text !== '')
      .map((text) => ({ data_tag: platformOrderId, encrypted_data: text })),
  )
  if (wanted.length > MOST_TEXTS)
    throw new PlatformFailure('our_fault', 'too-many-texts', `At most ${MOST_TEXTS} cipher texts at once.`)
  const answer = await callPdd(connection, {
    type: 'pdd.open.decrypt.batch',
    params: { data_list: JSON.stringify(wanted) },
    canRepeat: true,
  })
  const plain = new Map(
    rowsOf(answer.data_decrypt_list)
      .filter(isObject)
      .map((row) => [`${row.data_tag} ${row.encrypted_data}`, row]),
  )
  return orders.map((order) => revealed(connection, order, plain))
}

function revealed(
  { now }: Connection,
  { platformOrderId, texts }: { platformOrderId: string; texts: CipherTexts },
  plain: ReadonlyMap<string, WireObject>,
): RevealedReceiver {
  const rowOf = (text: string): WireObject | undefined => plain.get(`${platformOrderId} ${text}`)
  const plainOf = (text: string): string => {
    if (text === '') return ''
    const row = rowOf(text)
    if (row === undefined || Number(row.error_code ?? 0) !== 0)
      throw new PlatformFailure(
        'refused',
        String(row?.error_code ?? 'text-missing'),
        String(row?.error_msg ?? 'No plain text came back.'),
      )
    return String(row.decrypted_data ?? '')
  }
  const phoneRow = rowOf(texts.phone)
  const isRelay = Number(phoneRow?.virtual_number_type ?? 0) === 1
  const extension = isRelay ? String(phoneRow?.virtual_identify_number ?? '') : ''
  return {
    platformOrderId,
    name: plainOf(texts.name),
    phone: [plainOf(texts.phone), extension].filter(Boolean).join('-'),
    address: plainOf(texts.address),
    // The platform does not say until when a relay number lives.
    relayUntil: isRelay ? new Date(now() + RELAY_MS).toISOString() : null,
  }
}

/** The handle may hold the cipher texts as JSON; otherwise the order is asked, which has them only while it is to be shipped. */
async function textsOf(connection: Connection, { platformOrderId, handle }: RevealWish): Promise<CipherTexts> {
  const given = readObject(handle)
  const texts = cipherTextsOf(given ?? (await fetchOrderInfo(connection, platformOrderId)))
  if (isCipherText(texts.name) && isCipherText(texts.phone)) return texts
  throw new PlatformFailure(
    'refused',
    'no-cipher-texts',
    `Pinduoduo gives the receiver of ${platformOrderId} only while it is to be shipped and not under review.`,
  )
}
