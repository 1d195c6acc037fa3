import { statSync } from 'node:fs'
import { errors } from '#contract/errors.ts'
import { orders } from '#contract/orders.ts'
import { fail } from '#kernel/failure.ts'
import { filePath } from '#kernel/files.ts'
import { newId } from '#kernel/ids.ts'
import { command } from '#kernel/operation.ts'
import { starterOf } from '#kernel/starter.ts'
import { nameOfOwnFile } from '#modules/files/public.ts'
import { requireShop } from '#modules/shops/public.ts'
import { offers, platformNamed } from '#server/platforms/registry.ts'
import { openOptionsFor, requireMapping } from '../import-format.ts'
import { insertRun } from '../import-store.ts'
import { savedMappings } from '../import-views.ts'

export const startImport = command({
  name: 'orders.startImport',
  ...orders.startImport,
  summary: 'Imports an uploaded order file into a shop, in the background.',
  access: { permission: 'orders.import', scope: 'shop' },
  audit: ({ shopId, fileId }, { importId }) => ({
    objects: [
      { kind: 'import', id: importId },
      { kind: 'shop', id: shopId },
      { kind: 'file', id: fileId },
    ],
  }),
  errors: [errors.notFound, errors.notOffered, errors.importRefused],
  async run(tx, { fileId, shopId, preset, mapping }, actor, { world, now, enqueue }) {
    const shop = await requireShop(tx, actor.scope, shopId)
    if (!offers(shop.platform, 'fileImport'))
      return fail(errors.notOffered, { platform: platformNamed(shop.platform).zh, capability: 'fileImport' })
    const fileName = (await nameOfOwnFile(tx, fileId, actor.accountId)) ?? fail(errors.notFound)
    const format = { ...(preset ? { preset } : {}), ...(mapping ? { mapping } : {}) }
    if (mapping !== undefined) requireMapping(mapping, actor.language)
    openOptionsFor(format, await savedMappings(tx))
    const stats = statSync(filePath(world, tx.merchantId, fileId), { throwIfNoEntry: false }) ?? fail(errors.notFound)
    const importId = newId()
    await insertRun(tx, { importId, shopId, fileId, fileName, format, bytesTotal: stats.size, starter: starterOf(actor), now })
    enqueue({ kind: 'orders.runImport', payload: { importId }, group: `import:${shopId}` })
    return { importId }
  },
})
