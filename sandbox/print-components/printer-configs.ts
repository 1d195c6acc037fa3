/** What the printers of a component are set to. */
import { z } from 'zod'
import type { Dialect } from './dialects.ts'

export type Answer = Record<string, unknown>

const paper = z.object({ width: z.number().positive(), height: z.number().positive() })
const wished = z.looseObject({ name: z.string(), paperSize: paper.optional() })
const UNKNOWN_PRINTER = { status: 'failed', msg: '打印机不存在', errorCode: 3 }

export function createPrinterConfigs(printers: readonly string[], { logoKeys: [top, bottom] }: Dialect) {
  const plain = { [top]: false, [bottom]: false, horizontalOffset: 0, verticalOffset: 0, forceNoPageMargins: true }
  const configs = new Map<string, Answer>(
    printers.map((name) => [name, { name, ...plain, autoPageSize: false, orientation: 0, dpi: 203 }]),
  )
  return {
    read(name: unknown): Answer {
      const config = typeof name === 'string' ? configs.get(name) : undefined
      return config ? { status: 'success', printer: config } : UNKNOWN_PRINTER
    },
    change(wish: unknown): Answer {
      const parsed = wished.safeParse(wish)
      const before = parsed.success ? configs.get(parsed.data.name) : undefined
      if (!parsed.success || !before) return UNKNOWN_PRINTER
      configs.set(parsed.data.name, { ...before, ...parsed.data })
      return { status: 'success', msg: '' }
    },
    offsetsOf(name: string): { horizontal: unknown; vertical: unknown } {
      const config = configs.get(name)
      return { horizontal: config?.horizontalOffset, vertical: config?.verticalOffset }
    },
    paperOf(name: string): { width: number; height: number } | null {
      const known = paper.safeParse(configs.get(name)?.paperSize)
      return known.success ? known.data : null
    },
  }
}
