/** Plain text in place of an order's ciphers, through the platform's own decryption with its budget. */
import { ruleValue } from '#kernel/rule-packs.ts'
import { callDouyin } from '#server/platforms/fxg/fxg-call.ts'
import { type Connection, PlatformFailure } from '#server/platforms/platform.ts'
import type { RevealedReceiver, RevealWish } from '#server/platforms/platform-services.ts'
import { secondsOf } from '#server/platforms/wire/fields.ts'
import { idText, isObject, readObject, rowsOf, type WireObject } from '#server/platforms/wire/wire-json.ts'
import { fetchShopOrder } from './douyin-pull.ts'

type Ciphers = { platformOrderId: string; name: string; phone: string; address: string }
const CIPHERS_PER_CALL = ruleValue('douyin', 'ciphersPerCall', 'ciphers')
const CIPHERS_PER_ORDER = 3

/** In the order of the wishes. Fails as a whole when the platform refuses one: a receiver in parts helps nobody. */
export async function revealDouyinReceivers(connection: Connection, wishes: RevealWish[]): Promise<RevealedReceiver[]> {
  const ordersPerCall = Math.floor(CIPHERS_PER_CALL / CIPHERS_PER_ORDER)
  const revealed: RevealedReceiver[] = []
  for (let start = 0; start < wishes.length; start += ordersPerCall) {
    const batch: Ciphers[] = []
    for (const wish of wishes.slice(start, start + ordersPerCall)) batch.push(await ciphersFor(connection, wish))
    const answers = await decrypt(connection, batch)
    revealed.push(...batch.map((ciphers) => receiverOf(ciphers, answers)))
  }
  return revealed
}

/** The handle may be the ciphers as JSON; any other handle has them read from the order, where they also are newer. */
async function ciphersFor(connection: Connection, { platformOrderId, handle }: RevealWish): Promise<Ciphers> {
  const given = handle.startsWith('{') ? readObject(handle) : null
  const order = given ?? (await fetchShopOrder(connection, platformOrderId))
  const address = isObject(order.post_addr) ? order.post_addr : {}
  const ciphers = {
    platformOrderId,
    name: cipherOf(order, 'encrypt_post_receiver'),
    phone: cipherOf(order, 'encrypt_post_tel'),
    address: cipherOf(address, 'encrypt_detail'),
  }
  if (ciphers.name === '' || ciphers.phone === '')
    throw new PlatformFailure('refused', 'no-cipher', `Order ${platformOrderId} came without its encrypted receiver.`)
  return ciphers
}

const cipherOf = (object: WireObject, name: string): string => (typeof object[name] === 'string' ? object[name] : '')

async function decrypt(connection: Connection, batch: readonly Ciphers[]): Promise<WireObject[]> {
  const answer = await callDouyin(connection, {
    method: 'order.batchDecrypt',
    params: {
      cipher_infos: batch.flatMap(({ platformOrderId, name, phone, address }) =>
        [name, phone, address]
          .filter((cipher) => cipher !== '')
          .map((cipher) => ({ auth_id: platformOrderId, cipher_text: cipher })),
      ),
    },
    // Each call counts against the budget, but a repeat of it changes nothing.
    canRepeat: true,
  })
  return rowsOf(isObject(answer) ? answer.decrypt_infos : undefined).filter(isObject)
}

function receiverOf({ platformOrderId, name, phone, address }: Ciphers, answers: readonly WireObject[]): RevealedReceiver {
  const plainOf = (cipher: string): WireObject => {
    const found = answers.find((each) => idText(each.auth_id) === platformOrderId && each.cipher_text === cipher)
    if (found && Number(found.err_no ?? 0) === 0) return found
    const reason = typeof found?.err_msg === 'string' && found.err_msg !== '' ? found.err_msg : 'no plain text came back'
    throw new PlatformFailure('refused', `decrypt:${Number(found?.err_no ?? 0)}`, `Order ${platformOrderId}: ${reason}`)
  }
  const line = plainOf(phone)
  return {
    platformOrderId,
    name: String(plainOf(name).decrypt_text ?? ''),
    // A relay comes as number and extension in one.
    phone: String(line.decrypt_text ?? ''),
    address: address === '' ? '' : String(plainOf(address).decrypt_text ?? ''),
    relayUntil: line.is_virtual_tel === true ? secondsOf(line, 'expire_time') : null,
  }
}
