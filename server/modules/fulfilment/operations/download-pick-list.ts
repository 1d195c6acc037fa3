import { errors } from '#contract/errors.ts'
import { fulfilment } from '#contract/fulfilment.ts'
import { dayOf } from '#kernel/clock.ts'
import { fail } from '#kernel/failure.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { keepFile } from '#modules/files/public.ts'
import { labelFacts, lockApprovedParcels } from '#modules/orders/public.ts'
import { renderPickList } from '../labels/pick-list.ts'
import { pickRows } from '../pick-rules.ts'

export const downloadPickList = command({
  name: 'fulfilment.downloadPickList',
  ...fulfilment.downloadPickList,
  summary: 'What to fetch from the shelves for these parcels, added up by goods, as a PDF; it changes nothing about the parcels.',
  access: { permission: 'fulfilment.print', scope: 'shop' },
  audit: ({ size }, { fileId, parcelCount }) => ({ objects: [{ kind: 'file', id: fileId }], details: { size, parcelCount } }),
  errors: [errors.notFound],
  async run(tx, { parcelIds, size }, actor, { now, world }) {
    const parcels = await lockApprovedParcels(tx, actor, parcelIds, now)
    if (parcels.length === 0) return fail(errors.notFound)
    const facts = await labelFacts(
      tx,
      world.vault,
      parcels.map(({ parcelId }) => parcelId),
    )
    const document = await renderPickList(
      {
        pickListNumber: `PK${dayOf(now).replaceAll('-', '')}-${newId().slice(-6).toUpperCase()}`,
        warehouseName: '',
        pickerName: actor.name,
        parcelCount: parcels.length,
        rows: pickRows(facts.flatMap(({ lines }) => lines)),
        printedAt: now.toISOString(),
        reprintNumber: 0,
      },
      { size },
    )
    const fileId = await keepFile(tx, world, {
      name: `拣货单 ${dayOf(now)} ${parcels.length} 个包裹.pdf`,
      contentType: 'application/pdf',
      bytes: document.pdf,
      ownerId: actor.accountId,
      now,
      needs: {
        permission: 'fulfilment.print' as const,
        shopIds: [...new Set(parcels.map(({ shopId }) => shopId))],
        warehouseIds: [...new Set(parcels.map(({ warehouseId }) => warehouseId))],
      },
    })
    return { fileId, parcelCount: parcels.length }
  },
})
