import { z } from 'zod'
import { moment, shape, uuid } from '#contract/operation.ts'
import { query } from '#kernel/operation.ts'
import { carrierAccounts } from '../carrier-account-views.ts'
import { waybillsToCancel } from '../waybill-views.ts'

const AT_ONCE = 100

export const listCancellations = query({
  name: 'fulfilment.listCancellations',
  ...shape(
    { carrierAccountId: uuid },
    z.object({
      interfaceName: z.string(),
      rows: z.array(
        z.object({
          waybillId: uuid,
          viaShopId: uuid.nullable(),
          carrier: z.string(),
          waybillNumber: z.string(),
          requestKey: z.string(),
          issuedAt: moment,
        }),
      ),
    }),
  ),
  summary: 'Voided waybill numbers that are to be given back to the carrier.',
  access: { permission: 'system.jobs', scope: 'merchant' },
  errors: [],
  async run(reader, { carrierAccountId }) {
    const account = (await carrierAccounts(reader)).find((known) => known.carrierAccountId === carrierAccountId)
    return { interfaceName: account?.interfaceName ?? '', rows: await waybillsToCancel(reader, carrierAccountId, AT_ONCE) }
  },
})
