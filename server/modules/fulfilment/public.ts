/** What other modules may ask of fulfilment. */
import { requiredAccount } from './carrier-account-fields.ts'
import { type ShippedWaybill, shippedWaybills } from './waybill-views.ts'

export type { ShippedWaybill }
export { requiredAccount, shippedWaybills }
