import { documentSign, shopOfPrintParams } from '#sandbox/douyin/print-key.ts'
import type { World } from '#sandbox/world.ts'
import { type PrintComponent, startPrintComponent } from './component.ts'
import { COMPONENT_NAMES, type ComponentName } from './dialects.ts'
import { checkPlainSeal, type SealCheck } from './task-book.ts'

const PRINTERS = ['热敏面单机', '备用面单机'] as const
const PRINT_MS = 60

/** Those that have a port, 0 = any free one. A port that is taken, perhaps by the real component, gives way to a free one. */
export async function startComponents(
  world: World,
  host: string,
  ports: Partial<Record<ComponentName, number>>,
): Promise<PrintComponent[]> {
  const started: PrintComponent[] = []
  for (const name of COMPONENT_NAMES) {
    const port = ports[name]
    if (port === undefined) continue
    const checkSeal = name === 'douyin' ? douyinSeal(world) : checkPlainSeal
    const parts = { name, host, printers: PRINTERS, faults: world.faults, now: world.now, printMs: PRINT_MS, checkSeal }
    const component = await startPrintComponent({ ...parts, port }).catch((error: Error & { code?: string }) => {
      if (error.code !== 'EADDRINUSE') throw error
      return startPrintComponent({ ...parts, port: 0 })
    })
    started.push(component)
  }
  return started
}

/** Douyin's asks its platform for the key of the shop first. */
function douyinSeal(world: World): SealCheck {
  return ({ encryptedData, signature, params }) => {
    const asked = shopOfPrintParams(world, params)
    if ('problem' in asked) return asked.problem
    return documentSign(encryptedData, asked.shopId) === signature ? '' : '签名校验失败'
  }
}
