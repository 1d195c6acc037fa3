/** Where a merchant's files lie on disk: ZHANGGUI_HOME/files/<merchant>/<file id>. Names come from people and are never part of a path. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import type { MerchantId } from './ids.ts'
import type { OutsideWorld } from './outside.ts'

export function filePath(world: OutsideWorld, merchant: MerchantId, fileId: string): string {
  const folder = path.join(world.config.home, 'files', merchant)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  return path.join(folder, path.basename(fileId))
}
