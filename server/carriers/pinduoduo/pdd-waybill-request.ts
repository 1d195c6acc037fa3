/** The words of Pinduoduo's waybill request (`param_waybill_cloud_print_apply_new_request`). */
import type { CarrierConnection, Sender, WaybillRequest } from '#server/carriers/carrier.ts'
import type { CipherTexts } from '#server/platforms/pop/pdd-ciphers.ts'

/** Where an order was bought, in Pinduoduo's words; a platform it does not know is OTHERS. */
const CHANNELS = new Map([
  ['pinduoduo', 'PDD'],
  ['taobao', 'TB'],
  ['douyin', 'DY'],
])
/** Goods a parcel may declare; a fuller parcel declares the first ones. */
const MOST_ITEMS = 100

/** A parcel with the cipher texts its receiver travels by; null = the receiver is plain. */
export type SealedRequest = { request: WaybillRequest; cipher: CipherTexts | null }

/** One call has one sender and up to ten parcels. The request key stands for the parcel, so repeating it gives the same number. */
export function pddWaybillApplication(
  { platformUserId }: CarrierConnection,
  { wpCode, templateUrl }: { wpCode: string; templateUrl: string },
  sender: Sender,
  parcels: readonly SealedRequest[],
): string {
  const { province, city, district, address } = sender
  return JSON.stringify({
    wp_code: wpCode,
    // Encrypted print data is for the platform's own print component; our labels need the sorting code that only plain data shows.
    need_encrypt: false,
    sender: { name: sender.name, ...phoneWords(sender.phone), address: { province, city, district, town: '', detail: address } },
    trade_order_info_dtos: parcels.map(({ request, cipher }) => ({
      object_id: request.requestKey,
      order_info: {
        order_channels_type: CHANNELS.get(request.platform) ?? 'OTHERS',
        trade_order_list: request.platformOrderIds,
      },
      package_info: {
        id: request.requestKey,
        items: request.items.slice(0, MOST_ITEMS),
        total_packages_count: 1,
        ...(request.weightGrams > 0 && { weight: request.weightGrams }),
      },
      recipient: recipientOf(request, cipher),
      template_url: templateUrl,
      user_id: platformUserId || undefined,
    })),
  })
}

/** Cipher texts stand where the plain texts would: the platform turns them back itself. */
function recipientOf({ receiver }: WaybillRequest, cipher: CipherTexts | null): object {
  const { province, city, district, town, address } = receiver
  const place = { province, city, district, town, detail: cipher?.address || address }
  return cipher
    ? { name: cipher.name, mobile: cipher.phone, address: place }
    : { name: receiver.name, ...phoneWords(receiver.phone), address: place }
}

/** Mobile numbers and landlines have fields of their own. */
function phoneWords(phone: string): { mobile: string } | { phone: string } {
  return /^(\+?86-?)?1\d{10}$/.test(phone) ? { mobile: phone } : { phone }
}
