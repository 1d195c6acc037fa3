import type { Module } from '#kernel/module.ts'
import { adjustStock } from './operations/adjust-stock.ts'
import { listMoves } from './operations/list-moves.ts'
import { listStock } from './operations/list-stock.ts'
import { setLocations } from './operations/set-locations.ts'
import { setSafety } from './operations/set-safety.ts'

export const inventoryModule: Module = {
  name: 'inventory',
  operations: [listStock, listMoves, adjustStock, setSafety, setLocations],
}
