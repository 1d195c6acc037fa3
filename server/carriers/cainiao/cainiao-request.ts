/** The words of Cainiao's waybill request (`param_waybill_cloud_print_apply_new_request`). */
import type { CarrierConnection, Sender, WaybillRequest } from '#server/carriers/carrier.ts'
import type { Receiver } from '#server/platforms/platform.ts'

/** Where an order was bought, in Cainiao's words; a platform it does not know is OTHERS. */
const CHANNELS = new Map([
  ['taobao', 'TB'],
  ['tmall', 'TM'],
  ['jd', 'JD'],
  ['pinduoduo', 'PDD'],
])

/** Goods Cainiao lets a parcel declare; a fuller parcel declares the first ones. */
const MOST_ITEMS = 100

/** One call has one sender and up to ten parcels. The request key stands for the parcel, so repeating it gives the same number. */
export function waybillApplication(
  connection: CarrierConnection,
  cpCode: string,
  sender: Sender,
  requests: WaybillRequest[],
): string {
  return JSON.stringify({
    cp_code: cpCode,
    // Encrypted print data is for the carrier's own print component; our labels need the sorting code that only plain data shows.
    need_encrypt: false,
    sender: { name: sender.name, ...phoneWords(sender.phone), address: senderAddress(sender) },
    trade_order_info_dtos: requests.map((request) => ({
      object_id: request.requestKey,
      order_info: {
        order_channels_type: CHANNELS.get(request.platform) ?? 'OTHERS',
        trade_order_list: request.platformOrderIds,
      },
      package_info: {
        id: request.requestKey,
        items: request.items.slice(0, MOST_ITEMS),
        ...(request.weightGrams > 0 ? { weight: request.weightGrams } : undefined),
      },
      recipient: recipientOf(request),
      template_url: connection.templateUrl,
      user_id: connection.platformUserId || undefined,
    })),
  })
}

/** A masked receiver travels with the platform's handle and the order it belongs to; Cainiao fills in the plain text itself. */
function recipientOf({ receiver, receiverKey, platformOrderIds }: WaybillRequest): object {
  const handle = receiverKey === '' ? undefined : { oaid: receiverKey, tid: platformOrderIds[0] }
  return { name: receiver.name, ...phoneWords(receiver.phone), address: receiverAddress(receiver), ...handle }
}

function receiverAddress({ province, city, district, town, address }: Receiver): object {
  return { province, city, district, town, detail: address }
}

function senderAddress({ province, city, district, address }: Sender): object {
  return { province, city, district, detail: address }
}

/** Mobile numbers (also masked ones) and landlines have fields of their own. */
function phoneWords(phone: string): { mobile: string } | { phone: string } {
  return /^(\+?86-?)?1[\d*]{10}$/.test(phone) ? { mobile: phone } : { phone }
}
