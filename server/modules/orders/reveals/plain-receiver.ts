import type { MerchantId } from '#kernel/ids.ts'
import type { Vault } from '#kernel/vault.ts'
import type { Receiver } from '#server/platforms/platform.ts'
import type { PlainReceiver, Reveal } from './reveal.ts'
import { identityOf, withPlain } from './reveal-rules.ts'

type Addressed = { receiverKey: string; receiver: Receiver }
export const printOf = (vault: Vault, merchant: MerchantId, { receiverKey, receiver }: Addressed): string =>
  vault.fingerprint(merchant, identityOf(receiverKey, receiver))

/** What the platform told about this receiver; null when it told nothing, it has ended, or the order goes to somebody else by now. */
export function plainOf(
  merchant: MerchantId,
  vault: Vault,
  reveal: Reveal,
  order: Addressed,
  now: Date,
): { receiver: Receiver; relayUntil: string | null } | null {
  const { state, plainSealed, keepUntil, relayUntil, receiverPrint } = reveal
  if (state !== 'told' || plainSealed === null || keepUntil === null || Date.parse(keepUntil) <= now.getTime()) return null
  if (receiverPrint !== printOf(vault, merchant, order)) return null
  const plain = JSON.parse(vault.open(merchant, plainSealed)) as PlainReceiver
  return { receiver: withPlain(order.receiver, plain), relayUntil }
}
