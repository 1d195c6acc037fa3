/** What other modules may ask of orders. */
import { applySnapshots } from './apply-snapshots.ts'
import { courierFacts, reachableParcels } from './courier-facts-views.ts'
import { maskedFields } from './mask-rules.ts'
import { linesOfOrder, ordersByPlatformId, parcelsOfOrder } from './order-facts-views.ts'
import { type LabelFacts, labelFacts, type OrderInParcel, ordersInParcels } from './parcel-contents.ts'
import { inParcelsOf } from './parcel-scope.ts'
import {
  clearWaybills,
  lockApprovedParcels,
  type ParcelForWork,
  setPrinted,
  setShipped,
  setShippedNumber,
  setWaybills,
  setWriteBack,
} from './parcel-work-store.ts'
import { rowOfParcel } from './row-kind-views.ts'

export type { LabelFacts, OrderInParcel, ParcelForWork }
export {
  applySnapshots,
  clearWaybills,
  courierFacts,
  inParcelsOf,
  labelFacts,
  linesOfOrder,
  lockApprovedParcels,
  maskedFields,
  ordersByPlatformId,
  ordersInParcels,
  parcelsOfOrder,
  reachableParcels,
  rowOfParcel,
  setPrinted,
  setShipped,
  setShippedNumber,
  setWaybills,
  setWriteBack,
}
