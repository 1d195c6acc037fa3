/** The closed lists that pages choose from as well: without the schemas, so that no page carries a validator to the browser. */

/** What sort of act an entry tells of. `purge` tells of entries that were removed after their time; it is never removed itself. */
export const LOG_KINDS = ['command', 'signIn', 'refusal', 'reveal', 'export', 'logReading', 'read', 'purge'] as const

export const ORDER_STATUSES = ['unpaid', 'paid', 'partly_shipped', 'shipped', 'finished', 'cancelled', 'closed'] as const

/** Where a parcel stands: a pure function of its review, fulfilment and write-back. */
export const STATIONS = ['unpaid', 'buffer', 'review', 'held', 'waybill', 'print', 'ship', 'shipped', 'stopped'] as const

/** How far a seller's note is on its way to the platform; `overtaken`: the platform says something newer; `kept`: it stays in the house. */
export const SELLER_NOTE_STATES = ['waiting', 'calling', 'told', 'refused', 'overtaken', 'kept'] as const

/** How far our reply to a buyer's review is; `overtaken`: the platform has another reply than ours. */
export const REVIEW_REPLY_STATES = ['none', 'waiting', 'calling', 'answered', 'refused', 'overtaken'] as const
/** `problem`: a reply that the platform has not taken. */
export const REVIEW_FILTERS = ['all', 'unanswered', 'answered', 'problem'] as const

/** How the invitation reaches the person; `link`: handed over as a link or QR code, to whoever is meant. */
export const INVITATION_KINDS = ['wechat', 'phone', 'email', 'link'] as const

/** What a shop platform may offer. */
export const CAPABILITIES = [
  ...(['pullOrders', 'pushOrders', 'orderDetail', 'reportShipment', 'changeShipment', 'authorise', 'fileImport'] as const),
  ...(['note', 'price', 'stock', 'products', 'afterSales', 'decideAfterSales', 'reviews', 'replyReviews'] as const),
  ...(['chat', 'staff', 'revealReceiver', 'mergeGroups', 'encryptedWaybill'] as const),
] as const

/** How a call to a platform fails, by what the caller has to do. */
export const FAILURE_KINDS = ['retry', 'wait', 'reauthorise', 'refused', 'our_fault', 'unknown_outcome'] as const

/** In mm, width × height. */
export const LABEL_SIZES = ['76x130', '76x203', '100x113', '100x150', '100x180', '100x210'] as const
/** What else lies in a printer: for documents, not for labels. `roll80`: 80 mm wide and as long as it takes. */
export const PAPERS = [...LABEL_SIZES, 'A4', 'A5', 'A6', 'roll80'] as const

/** What a printer is fed with: a drawn page, or the language of its own print head. */
export const PRINTER_LANGUAGES = ['pdf', 'tspl', 'zpl'] as const

/** Programs of the platforms that print on the computer of a packing desk; the browser there speaks to them. */
export const PRINT_COMPONENTS = ['cainiao', 'pinduoduo', 'douyin'] as const

/** What may stand in the shop's own area of a label. `contents`: order numbers, goods and notes, arranged by the house. */
export const ADD_ON_FIELDS = [
  'contents',
  'shopName',
  'orderNumbers',
  'items',
  'notes',
  'totals',
  'weight',
  'parcel',
  'waybillNumber',
  'printedAt',
  'text',
  'barcode',
  'qr',
  'line',
] as const

export const DOCUMENTS = ['deliveryNote', 'pickList'] as const

/** What may stand above and below the goods. `reprint`: which copy it is; `barcode` and `qr`: of the document's own number. */
const ON_ANY_DOCUMENT = ['text', 'line', 'totals', 'printedAt', 'reprint', 'barcode', 'qr'] as const
export const DOCUMENT_FIELDS = {
  deliveryNote: [
    ...(['shopName', 'orderNumbers', 'receiverName', 'receiverPhone', 'receiverAddress', 'waybill'] as const),
    ...(['notes', 'buyerNotes', 'sellerNotes', 'parcel', 'weight'] as const),
    ...ON_ANY_DOCUMENT,
  ],
  pickList: [...(['pickListNumber', 'warehouse', 'picker', 'parcelCount'] as const), ...ON_ANY_DOCUMENT],
} as const

/** `goods`: name, variant and code in one; `tick`: a box to tick. */
const OF_ANY_GOODS = ['place', 'goods', 'title', 'variant', 'sku', 'quantity', 'tick'] as const
export const DOCUMENT_COLUMNS = {
  deliveryNote: OF_ANY_GOODS,
  pickList: [...OF_ANY_GOODS, 'location', 'parcels'] as const,
} as const
/** One of these says which goods a line is about. */
export const NAMING_COLUMNS: readonly string[] = ['goods', 'title', 'sku']

export const DELIVERY_STATES = ['waiting', 'delivered', 'withheld', 'dead'] as const

export const LONGEST_TOKEN_DAYS = 366

/** What speaks for a courier, or against it. */
export const COURIER_REASONS = [
  ...(['named', 'written', 'rule', 'ownDefault', 'sharedDefault', 'onlyOne'] as const),
  ...(['otherShop', 'masked', 'unserved', 'broken', 'notNeeded'] as const),
] as const

/** Where a parcel is on its way: one list for all tracing services. */
export const PARCEL_STATES = [
  'created',
  'picked_up',
  'in_transit',
  'out_for_delivery',
  /** In a locker or at a pick-up point, not yet with the receiver. */
  'at_pickup_point',
  'delivered',
  /** Damaged, lost, wrong address, nobody there: somebody has to act. */
  'exception',
  'refused',
  'returning',
  /** Signed for by the sender again. */
  'returned',
  'forwarded',
  'customs',
] as const

/** What somebody has to look after; `stuck`: no news for too long. */
export const TRACE_EXCEPTIONS = ['stuck', 'problem', 'refused', 'returning', 'returned'] as const

/** How far the stock of a listing is told. */
export const LISTING_STATES = ['all', 'behind', 'unmatched', 'problem'] as const

/** What a buyer asks for (售后单). */
export const AFTER_SALE_KINDS = ['refund_only', 'return_and_refund', 'exchange', 'resend', 'other'] as const
export const AFTER_SALE_STATES = [
  ...(['waiting_for_merchant', 'waiting_for_buyer', 'goods_returning', 'refunding'] as const),
  ...(['refunded', 'refused', 'closed', 'done'] as const),
] as const
/** `todo`: the shop has to act; `underway`: the buyer or the platform. */
export const AFTER_SALE_PHASES = ['todo', 'underway', 'over', 'all'] as const
/** What agreeing does at this moment: money goes, goods may come back, goods have come and the money goes, other goods go. */
export const AFTER_SALE_ACTS = ['refund', 'return', 'receipt', 'exchange', 'resend'] as const
/** `overtaken`: the case changed before the platform was told, so it was not. */
export const DECISION_STATES = ['waiting', 'told', 'failed', 'needs_person', 'overtaken'] as const
