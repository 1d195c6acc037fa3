/** Which connection speaks to a printer, by its address. A kind of printer is added here and nowhere else. */
import { ipp } from './ipp/ipp.ts'
import type { PrinterAdapter } from './printer.ts'

const connections: readonly { scheme: RegExp; adapter: PrinterAdapter }[] = [{ scheme: /^ipps?:/, adapter: ipp }]

/** undefined = no connection of ours speaks this kind of address. */
export const printerAdapterFor = (url: string): PrinterAdapter | undefined =>
  connections.find(({ scheme }) => scheme.test(url))?.adapter
