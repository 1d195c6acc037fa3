import type { Module } from '#kernel/module.ts'
import { addMissingSkus } from './operations/add-missing-skus.ts'
import { addSku } from './operations/add-sku.ts'
import { editSku } from './operations/edit-sku.ts'
import { listSkus } from './operations/list-skus.ts'

export const catalogModule: Module = { name: 'catalog', operations: [listSkus, addSku, editSku, addMissingSkus] }
