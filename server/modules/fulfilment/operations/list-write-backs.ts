import { fulfilment } from '#contract/fulfilment.ts'
import { readCursor, writeCursor } from '#kernel/keyset.ts'
import { query } from '#kernel/operation.ts'
import { shopsById } from '#modules/shops/public.ts'
import { writeBacksBefore } from '../write-back-views.ts'

const PAGE = 100

export const listWriteBacks = query({
  name: 'fulfilment.listWriteBacks',
  ...fulfilment.listWriteBacks,
  summary: 'Shipments and what their platforms said about them, latest first.',
  access: { permission: 'fulfilment.view', scope: 'shop' },
  errors: [],
  async run(reader, { state, cursor }, actor, world) {
    const [createdAt, writeBackId] = readCursor(cursor) ?? []
    const before = createdAt !== undefined && writeBackId !== undefined ? { createdAt, writeBackId } : undefined
    const [rows, shops] = await Promise.all([
      writeBacksBefore(reader, actor.scope, { state, before }, PAGE + 1, world.now()),
      shopsById(reader),
    ])
    const page = rows.slice(0, PAGE)
    const last = rows.length > PAGE ? page.at(-1) : undefined
    return {
      rows: page.map(({ shopId, createdAt: _, ...row }) => ({ ...row, shopName: shops.get(shopId)?.name ?? '' })),
      next: last ? writeCursor([last.createdAt, last.writeBackId]) : null,
    }
  },
})
